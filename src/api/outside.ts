import { createBearerVerifier } from '../auth/bearer.ts';
import { readPasswordStamp } from '../auth/password-stamp.ts';
import { type DirectoryAccess, isConnectionFailure } from '../clients/directory.ts';
import { activateAccount } from '../clients/directory-activation.ts';
import { groupsOf, lookUpPerson } from '../clients/directory-people.ts';
import { createSlackClient } from '../clients/slack.ts';
import type { Config } from '../config.ts';
import type { Activation, ApiDeps } from './deps.ts';
import { ApiProblem } from './problems.ts';

type Outside = Pick<ApiDeps, 'verifyBearer' | 'findPerson' | 'groupsOf' | 'slackUserMail' | 'activate'>;

/** What the API asks of the issuer, the directory and Slack, as the configuration names them. */
export function createOutside(config: Config): Outside {
  const directory: DirectoryAccess = { config: config.directory, ...(config.caFile ? { caFile: config.caFile } : {}) };
  const slack = createSlackClient(config.slack);
  return {
    verifyBearer: createBearerVerifier(config.auth),
    findPerson: (by) => asked(() => lookUpPerson(directory, by)),
    groupsOf: (id) => asked(() => groupsOf(directory, id)),
    slackUserMail: (id) => slack.mailOfUser(id),
    activate: (order) => asked(() => activate(directory, order)),
  };
}

/** Asks the directory; when it cannot be reached, the caller is told to try again. */
async function asked<T>(question: () => Promise<T>): Promise<T> {
  try {
    return await question();
  } catch (error) {
    if (!isConnectionFailure(error)) throw error;
    throw new ApiProblem(503, 'The directory cannot be reached. Try again in a minute.', { cause: error });
  }
}

async function activate(directory: DirectoryAccess, order: Parameters<ApiDeps['activate']>[0]): Promise<Activation> {
  const { id, password, passwordStamp } = order;
  const outcome = await activateAccount(directory, { id, password, proof: readPasswordStamp(passwordStamp) });
  if (outcome === 'set') return { outcome: 'done' };
  if (outcome !== 'weak-password') return { outcome: 'used' };
  const reason = 'The directory refuses this password: it is too simple, or was used before.';
  return { outcome: 'refused', reason };
}

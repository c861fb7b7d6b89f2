import type { Client } from '@temporalio/client';
import { alsoOfBackstage } from '../auth/backstage-tokens.ts';
import { type BearerVerifier, createBearerVerifier, refuseBearers } from '../auth/bearer.ts';
import { createOidcSignIn } from '../auth/oidc.ts';
import { readPasswordStamp } from '../auth/password-stamp.ts';
import { createAuditRecord } from '../clients/audit-record.ts';
import { createChangedFiles } from '../clients/changed-files.ts';
import { type DirectoryAccess, isConnectionFailure } from '../clients/directory.ts';
import { activateAccount } from '../clients/directory-activation.ts';
import { AmbiguousPersonError, authenticate, groupsOf, lookUpPerson, membersOf } from '../clients/directory-people.ts';
import { searchPeople } from '../clients/directory-search.ts';
import { createFleetReader } from '../clients/fleet-reader.ts';
import { createGithub } from '../clients/github.ts';
import { createLedger } from '../clients/ledger.ts';
import { createSlackClient } from '../clients/slack.ts';
import type { Config } from '../config.ts';
import type { Catalogue } from '../domain/catalogue.ts';
import type { FleetSnapshot } from '../domain/fleet.ts';
import { FleetDataError } from '../domain/fleet-data.ts';
import { readOrganisation } from '../domain/fleet-settings.ts';
import { readOffer } from '../domain/offer/read-offer.ts';
import { createAbsenceReader } from '../intake/absences.ts';
import { explainPolicy } from '../intake/explain-policy.ts';
import { type PreviewDeps, previewRequest } from '../intake/preview.ts';
import { staffOf } from '../intake/validate-removal.ts';
import { createPolicyEngine } from '../policy/create.ts';
import { whoDecides } from '../policy/who-decides.ts';
import type { Activation, ApiDeps } from './deps.ts';
import { ApiProblem } from './problems.ts';
import { SIGN_IN_DONE } from './sign-in/paths.ts';
import { createSystems } from './systems.ts';

type Outside = Pick<
  ApiDeps,
  | 'verifyBearer'
  | 'signIn'
  | 'findPerson'
  | 'searchPeople'
  | 'groupsOf'
  | 'membersOf'
  | 'readFromFleet'
  | 'readOffer'
  | 'whoDecides'
  | 'systems'
  | 'slackUserMail'
  | 'openSlackModal'
  | 'publishSlackHome'
  | 'activate'
  | 'ledger'
  | 'changedFiles'
  | 'record'
  | 'preview'
  | 'explainPolicy'
>;

/** What the API asks of the issuer, the directory, Slack and GitHub, as the configuration names them, and who is away. */
export function createOutside(config: Config, catalogue: Catalogue, client: Client): Outside {
  const directory: DirectoryAccess = { config: config.directory, ...(config.caFile ? { caFile: config.caFile } : {}) };
  const slack = createSlackClient(config.slack);
  const findPerson: Outside['findPerson'] = (by) => asked(() => lookUpPerson(directory, by));
  const github = createGithub(config);
  const previewDeps: PreviewDeps = {
    catalogue,
    staff: staffOf(config),
    groups: config.directory.groups,
    policy: createPolicyEngine(config),
    groupsOf: (id) => asked(() => groupsOf(directory, id)),
    readFleet: createFleetReader(github),
    findPerson,
    membersOf: (group) => asked(() => membersOf(directory, group)),
    absencesOf: createAbsenceReader(client, config.auth.decisionKey),
  };
  const readFromFleet: Outside['readFromFleet'] = (read) => previewed(async () => read(await previewDeps.readFleet()));
  const offered = (fleet: FleetSnapshot) => readOffer(fleet, catalogue);
  return {
    findPerson,
    groupsOf: previewDeps.groupsOf,
    membersOf: previewDeps.membersOf,
    readFromFleet,
    readOffer: () => readFromFleet(offered),
    whoDecides: async () => {
      const asks = await readFromFleet((fleet) => [offered(fleet), readOrganisation(fleet).approval] as const);
      return whoDecides(previewDeps.policy, ...asks);
    },
    // Its clients of all systems take a second to load, and memory: only where somebody looks.
    systems: createSystems(async () => (await import('../doctor/index.ts')).examine(config)),
    verifyBearer: bearerVerifierOf(config.auth),
    signIn: signInOf(config, directory),
    searchPeople: (words, most) => asked(() => searchPeople(directory, words, most)),
    ledger: createLedger(github),
    changedFiles: createChangedFiles(github),
    record: createAuditRecord(github),
    explainPolicy: (status, whatIf) => previewed(() => explainPolicy(previewDeps, status, whatIf)),
    preview: (input) => previewed(() => previewRequest(previewDeps, input)),
    slackUserMail: (id) => slack.mailOfUser(id),
    openSlackModal: (trigger, view) => slack.openModal(trigger, view),
    publishSlackHome: (user, view) => slack.publishHome(user, view),
    activate: (order) => asked(() => activate(directory, order)),
  };
}

/** By the issuer where there is one; otherwise the directory itself is asked. */
function signInOf({ auth, publicUrl }: Config, directory: DirectoryAccess): ApiDeps['signIn'] {
  const { issuer } = auth;
  if (issuer === undefined)
    return { way: 'directory', authenticate: (name, password) => asked(() => authenticate(directory, name, password)) };
  const redirectUri = new URL(SIGN_IN_DONE, publicUrl).href;
  return { way: 'oidc', ...createOidcSignIn({ auth: { ...auth, issuer }, redirectUri }) };
}

/** Asks the directory; when it cannot be reached, or cannot tell who is meant, the caller is told. */
async function asked<T>(question: () => Promise<T>): Promise<T> {
  try {
    return await question();
  } catch (error) {
    if (error instanceof AmbiguousPersonError) throw new ApiProblem(403, `${error.message}.`, { cause: error });
    if (!isConnectionFailure(error)) throw error;
    throw new ApiProblem(503, 'The directory cannot be reached. Try again in a minute.', { cause: error });
  }
}

/** What is wrong with the fleet's own data is no mistake of Berth, nor of who asks. */
async function previewed<T>(question: () => Promise<T>): Promise<T> {
  try {
    return await question();
  } catch (error) {
    if (!(error instanceof FleetDataError)) throw error;
    throw new ApiProblem(503, `The fleet's data cannot be used, tell the operators: ${error.message}`, {
      cause: error,
    });
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

function bearerVerifierOf({ issuer, backstageUrl, ...auth }: Config['auth']): BearerVerifier {
  const ofIssuer = issuer === undefined ? refuseBearers : createBearerVerifier({ ...auth, issuer });
  return backstageUrl === undefined ? ofIssuer : alsoOfBackstage(ofIssuer, backstageUrl);
}

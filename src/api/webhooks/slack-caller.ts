import { rolesOf } from '../../auth/roles.ts';
import type { Person } from '../../domain/request.ts';
import type { Caller } from '../caller.ts';
import type { ApiDeps } from '../deps.ts';
import { personInSlack } from './slack-decision.ts';

/** Who presses or writes in Slack, with the rights that they have everywhere. @throws ApiProblem for somebody unknown. */
export const callerInSlack = async (deps: ApiDeps, slackId: string): Promise<Caller> =>
  asCaller(deps, await personInSlack(deps, slackId));

async function asCaller({ groupsOf, config }: ApiDeps, person: Person): Promise<Caller> {
  const groups = new Set((await groupsOf(person.id)).map((group) => group.toLowerCase()));
  const roles = rolesOf(groups, config.directory.groups);
  // Slack's signature stands for them, as a token of an issuer would.
  return { person, signedInBy: 'bearer', channel: 'slack', groups, roles };
}

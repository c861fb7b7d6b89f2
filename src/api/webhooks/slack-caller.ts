import { type Caller, rightsOf } from '../caller.ts';
import type { ApiDeps } from '../deps.ts';
import { personInSlack } from './slack-decision.ts';

/** Who presses or writes in Slack, with the rights that they have everywhere. @throws ApiProblem for somebody unknown. */
export async function callerInSlack(deps: ApiDeps, slackId: string): Promise<Caller> {
  const person = await personInSlack(deps, slackId);
  // Slack's signature stands for them, as a token of an issuer would.
  return { person, signedInBy: 'bearer', channel: 'slack', ...(await rightsOf(deps, person.id)) };
}

/* *Retry all* under the message of an incident. */
import type { RetryAnswer } from '../../workflows/messages.ts';
import type { ApiDeps } from '../deps.ts';
import { retryAll } from '../incident-routes.ts';
import { ApiProblem } from '../problems.ts';
import { mayDoAtAll } from '../rights.ts';
import { callerInSlack } from './slack-caller.ts';
import { idOfPress } from './slack-decision.ts';

/**
 * Has an incident's requests tried again in the name of whoever pressed; returns what they are told.
 * @param act what Slack calls this press: the same for one that is delivered twice.
 * @throws ApiProblem for whoever is no operator, and when the incident is over.
 */
export async function retryBySlack(deps: ApiDeps, incident: string, slackId: string, act: string): Promise<string> {
  const caller = await callerInSlack(deps, slackId);
  const { person } = caller;
  if (!mayDoAtAll('incident:retry', caller)) {
    const why = 'only operators have all requests of an incident tried again.';
    throw new ApiProblem(403, `${person.name} may not do this: ${why}`);
  }
  const asked = { person: person.id, channel: 'slack', reason: '' };
  return describe(await retryAll(deps.client, incident, asked, idOfPress([incident, slackId, act])));
}

function describe({ asked, underWay }: RetryAnswer): string {
  if (asked === 0) return `Nothing is stuck that is not being tried again already (${underWay}).`;
  return `${asked === 1 ? 'The request is' : `${asked} requests are`} tried again.`;
}

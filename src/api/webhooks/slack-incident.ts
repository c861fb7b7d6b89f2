/* *Retry all* under the message of an incident. */
import { createHash } from 'node:crypto';
import { holds, rolesOf } from '../../auth/roles.ts';
import type { Person } from '../../domain/request.ts';
import type { RetryAnswer } from '../../workflows/messages.ts';
import type { ApiDeps } from '../deps.ts';
import { retryAll } from '../incident-routes.ts';
import { ApiProblem } from '../problems.ts';
import { personInSlack } from './slack-decision.ts';

/**
 * Has an incident's requests tried again in the name of whoever pressed; returns what they are told.
 * @param act what Slack calls this press: the same for one that is delivered twice.
 * @throws ApiProblem for whoever is no operator, and when the incident is over.
 */
export async function retryBySlack(deps: ApiDeps, incident: string, slackId: string, act: string): Promise<string> {
  const person = await personInSlack(deps, slackId);
  await requireOperator(deps, person);
  const asked = { person: person.id, channel: 'slack', reason: '' };
  return describe(await retryAll(deps.client, incident, asked, idOf(incident, slackId, act)));
}

async function requireOperator({ groupsOf, config }: ApiDeps, { id, name }: Person): Promise<void> {
  const groups = new Set((await groupsOf(id)).map((group) => group.toLowerCase()));
  if (holds(rolesOf(groups, config.directory.groups), 'incident', 'retry')) return;
  throw new ApiProblem(403, `${name} may not do this: only operators have all requests of an incident tried again.`);
}

function describe({ asked, underWay }: RetryAnswer): string {
  if (asked === 0) return `Nothing is stuck that is not being tried again already (${underWay}).`;
  return `${asked === 1 ? 'The request is' : `${asked} requests are`} tried again.`;
}

function idOf(incident: string, slackId: string, act: string): string {
  const pressed = JSON.stringify([incident, slackId, act]);
  return `slack-${createHash('sha256').update(pressed).digest('hex').slice(0, 32)}`;
}

import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { queryRunning } from '../clients/temporal.ts';
import { compare } from '../domain/compare.ts';
import type { Incident, IncidentSummary } from '../domain/incident.ts';
import { INCIDENT_KEY } from '../domain/incident-key.ts';
import { incidentWorkflowId } from '../domain/naming.ts';
import {
  type ActedBy,
  INCIDENT_MEMO,
  incidentQuery,
  type RetryAnswer,
  retryAllUpdate,
  WORKFLOWS,
} from '../workflows/messages.ts';
import { incident, incidentSummary, retried } from './answers/operations.ts';
import { listOf } from './answers/shape.ts';
import { ApiProblem } from './problems.ts';
import { defineRoute } from './registry.ts';
import { answered } from './request-reading.ts';
import * as schemas from './schemas.ts';

/** What stops many requests at once: staff sees it, operators have all of it tried again. */
export const incidentRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/incidents',
    tag: 'Incidents',
    summary: 'Incidents that are open, newest first',
    right: 'incident:see',
    answers: { 200: listOf(incidentSummary) },
    handle: async ({ deps }) => ({ body: { items: await listIncidents(deps.client) } }),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/incidents/:incident',
    tag: 'Incidents',
    summary: 'An incident and the requests in it',
    right: 'incident:see',
    answers: { 200: incident },
    handle: async ({ deps, params }) => ({ body: await readIncident(deps.client, params.incident) }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/incidents/:incident/retry',
    tag: 'Incidents',
    summary: 'Have all requests tried again that are stuck in it',
    right: 'incident:retry',
    body: schemas.retryAll,
    answers: { 202: retried },
    handle: async ({ id, deps, caller, params: { incident: key }, body: { reason = '' } }) => {
      const asked = { person: caller.person.id, channel: caller.channel, reason };
      return { status: 202, body: { key, ...(await retryAll(deps.client, key, asked, id)) } };
    },
  }),
];

/** Those that are open, newest first; how many are in each may lag by a minute. */
async function listIncidents(client: Client): Promise<IncidentSummary[]> {
  const items: IncidentSummary[] = [];
  const query = `WorkflowType = '${WORKFLOWS.incident}' AND ExecutionStatus = 'Running'`;
  for await (const { memo } of client.workflow.list({ query })) {
    const summary = memo?.[INCIDENT_MEMO] as IncidentSummary | undefined;
    if (summary) items.push(summary);
  }
  return items.toSorted((a, b) => compare(b.since, a.since));
}

async function readIncident(client: Client, key: string): Promise<Incident> {
  if (!INCIDENT_KEY.test(key)) throw isOver(key);
  const incident = await answered(client, () => queryRunning(client, incidentWorkflowId(key), incidentQuery));
  if (!incident) throw isOver(key);
  return incident;
}

/**
 * Has all requests of an incident tried again that are stuck in it.
 * @param updateId the same for one press or call that arrives twice.
 * @throws ApiProblem 404 when there is no such incident any more, 503 when no worker answers.
 */
export async function retryAll(
  client: Client,
  key: string,
  asked: ActedBy & { readonly reason: string },
  updateId: string = crypto.randomUUID(),
): Promise<RetryAnswer> {
  if (!INCIDENT_KEY.test(key)) throw isOver(key);
  const handle = client.workflow.getHandle(incidentWorkflowId(key));
  const send = () => handle.executeUpdate(retryAllUpdate, { args: [asked], updateId });
  try {
    return await answered(client, send, 'Look at the incident before you try again.');
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) throw isOver(key);
    throw error;
  }
}

const isOver = (key: string) => new ApiProblem(404, `There is no incident ${key}, or it is over.`);

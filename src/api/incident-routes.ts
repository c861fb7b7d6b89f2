import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import type { Hono } from 'hono';
import { queryRunning } from '../clients/temporal.ts';
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
import type { ApiDeps } from './deps.ts';
import { ApiProblem } from './problems.ts';
import { answered } from './request-reading.ts';
import { route } from './route.ts';
import * as schemas from './schemas.ts';

/** What stops many requests at once: staff sees it, operators have all of it tried again. */
export function addIncidentRoutes(app: Hono, deps: ApiDeps): void {
  const { client } = deps;
  app.get(
    '/api/incidents',
    route(deps, { right: 'incident:see', handle: async () => ({ body: { items: await listIncidents(client) } }) }),
  );
  app.get(
    '/api/incidents/:incident',
    route(deps, {
      right: 'incident:see',
      handle: async ({ incident }) => ({ body: await readIncident(client, incident) }),
    }),
  );
  app.post(
    '/api/incidents/:incident/retry',
    route(deps, {
      right: 'incident:retry',
      body: schemas.retryAll,
      handle: async ({ caller, incident, body: { reason = '' } }) => {
        const by = { person: caller.person.id, channel: caller.channel };
        return { status: 202, body: { key: incident, ...(await retryAll(client, incident, { ...by, reason })) } };
      },
    }),
  );
}

/** Those that are open, newest first; how many are in each may lag by a minute. */
async function listIncidents(client: Client): Promise<IncidentSummary[]> {
  const items: IncidentSummary[] = [];
  const query = `WorkflowType = '${WORKFLOWS.incident}' AND ExecutionStatus = 'Running'`;
  for await (const { memo } of client.workflow.list({ query })) {
    const summary = memo?.[INCIDENT_MEMO] as IncidentSummary | undefined;
    if (summary) items.push(summary);
  }
  return items.toSorted((a, b) => (a.since < b.since ? 1 : -1));
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

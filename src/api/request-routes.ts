import type { RequestStatus } from '../domain/status.ts';
import { checkAnyDraft } from '../intake/check-draft.ts';
import { startRequest } from '../intake/start.ts';
import {
  closedRequest,
  requestStatus,
  requestSummary,
  started,
  taskSummary,
  timelineEntry,
} from './answers/request.ts';
import { listOf, pageOf } from './answers/shape.ts';
import type { Caller } from './caller.ts';
import { readPart } from './cursors.ts';
import type { ApiDeps } from './deps.ts';
import { readEntries } from './history-routes.ts';
import { isOwn, waitingFor } from './own-requests.ts';
import { ApiProblem, WRONG } from './problems.ts';
import { defineReading, defineRoute } from './registry.ts';
import { refuseEnded, refuseVain } from './removal-checks.ts';
import { requestInput } from './request-input.ts';
import { listRequests, summaryOf } from './request-list.ts';
import { readTimeline } from './request-reading.ts';
import { mayDo } from './rights.ts';
import { listQuery, newRequest, tasksQuery } from './schemas.ts';

type NewRequest = ReturnType<typeof newRequest.parse>;

/** Asking for something, and reading what became of it. */
export const requestRoutes = [
  defineRoute({
    method: 'POST',
    path: '/api/requests',
    tag: 'Requests',
    summary: 'Ask for something',
    right: 'intake:ask',
    body: newRequest,
    answers: { 201: started, 200: started },
    refuses: { 409: 'It removes what another request is changing, or asks in the words of one that has ended.' },
    handle: ({ deps, caller, body, header }) => start(deps, caller, body, header('Idempotency-Key')),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/requests',
    tag: 'Requests',
    summary: 'Requests that you may see, newest first',
    right: 'signed-in',
    query: listQuery,
    answers: { 200: pageOf(requestSummary) },
    handle: ({ deps, caller, query }) => list(deps, caller, query),
  }),
  defineReading({
    path: '/api/requests/:reference',
    tag: 'Requests',
    summary: 'A request as it stands',
    // Temporal forgets a closed request after a while; the ledger's answer is told by its name.
    answers: { 200: requestStatus.or(closedRequest) },
    read: async (status) => ({ body: status }),
    otherwise: async (deps, caller, reference) => ({ body: { ledger: await readEntries(deps, caller, reference) } }),
  }),
  defineReading({
    path: '/api/requests/:reference/timeline',
    tag: 'Requests',
    summary: 'The story of a request, oldest first',
    answers: { 200: listOf(timelineEntry) },
    read: async ({ reference }, { client }) => ({ body: { items: await readTimeline(client, reference) } }),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/tasks',
    tag: 'Work',
    summary: 'What waits for you, or for the queues you serve',
    right: 'signed-in',
    query: tasksQuery,
    answers: { 200: pageOf(taskSummary) },
    handle: ({ deps, caller, query }) => tasks(deps, caller, query),
  }),
];

/** Begins what a caller asks for; the same `key` is the same request. @throws ApiProblem. */
export async function start(deps: ApiDeps, caller: Caller, body: NewRequest, key: string | undefined) {
  const input = await requestInput(deps, caller, body, key);
  const problems = checkAnyDraft(input.draft);
  if (problems.length > 0) throw new ApiProblem(422, WRONG, { problems });
  const isRemoval = input.draft.kind === 'decommission';
  if (isRemoval) await refuseVain(deps, input);
  const started = await startRequest(deps.client, input);
  if (isRemoval) await refuseEnded(deps, started);
  const answer = { headers: { location: `/api/requests/${started.reference}` }, body: started };
  return started.already ? ({ status: 200, ...answer } as const) : ({ status: 201, ...answer } as const);
}

async function list(deps: ApiDeps, caller: Caller, query: ReturnType<typeof listQuery.parse>) {
  const { limit, cursor, waiting, mine, open, ...same } = query;
  const { id } = caller.person;
  const filter = {
    ...same,
    open: open === 'true',
    waiting: waiting === undefined ? undefined : [waiting],
    requester: mine === 'true' ? id : undefined,
  };
  const visible = (status: RequestStatus) =>
    mayDo('see', caller, status) && (mine === 'false' || isOwn(caller, status));
  const page = await readPart(deps, ['requests', filter], cursor, (from) =>
    listRequests(deps.client, filter, { limit, cursor: from, visible }),
  );
  return { body: { ...page, items: page.items.map(summaryOf) } };
}

/** What waits for the caller, or for the queues they serve. */
async function tasks(deps: ApiDeps, caller: Caller, query: ReturnType<typeof tasksQuery.parse>) {
  const { scope, limit, cursor } = query;
  const page = await readPart(deps, ['tasks', caller.person.id, scope], cursor, (from) =>
    waitingFor(deps, caller, scope, { limit, cursor: from }),
  );
  return { body: { ...page, items: page.items.map((status) => ({ ...summaryOf(status), task: status.task })) } };
}

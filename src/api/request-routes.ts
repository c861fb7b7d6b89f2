import type { Hono } from 'hono';
import type { RequestStatus } from '../domain/status.ts';
import { checkAnyDraft } from '../intake/check-draft.ts';
import { startRequest } from '../intake/start.ts';
import type { Caller } from './caller.ts';
import type { ApiDeps } from './deps.ts';
import { readEntries } from './history-routes.ts';
import { ApiProblem } from './problems.ts';
import { refuseEnded, refuseVain } from './removal-checks.ts';
import { requestInput } from './request-input.ts';
import { listRequests } from './request-list.ts';
import { readTimeline } from './request-reading.ts';
import { mayDo, queuesOf } from './rights.ts';
import { type Answer, readRoute, route, WRONG } from './route.ts';
import { listQuery, newRequest, tasksQuery } from './schemas.ts';

type NewRequest = ReturnType<typeof newRequest.parse>;

/** Asking for something, and reading what became of it. */
export function addRequestRoutes(app: Hono, deps: ApiDeps): void {
  app.post(
    '/api/requests',
    route(deps, {
      right: 'intake:ask',
      body: newRequest,
      handle: ({ caller, body, header }) => start(deps, caller, body, header('Idempotency-Key')),
    }),
  );
  app.get(
    '/api/requests',
    route(deps, {
      right: 'signed-in',
      query: listQuery,
      handle: ({ caller, query }) => list(deps, caller, query),
    }),
  );
  app.get(
    '/api/requests/:reference',
    readRoute(
      deps,
      async (status) => status,
      // Temporal forgets a closed request after a while; the ledger's answer is told by its name.
      async (caller, reference) => ({ ledger: await readEntries(deps, caller, reference) }),
    ),
  );
  app.get(
    '/api/requests/:reference/timeline',
    readRoute(deps, async ({ reference }) => ({ items: await readTimeline(deps.client, reference) })),
  );
  app.get(
    '/api/tasks',
    route(deps, {
      right: 'signed-in',
      query: tasksQuery,
      handle: ({ caller, query }) => tasks(deps, caller, query.scope),
    }),
  );
}

async function start(deps: ApiDeps, caller: Caller, body: NewRequest, key: string | undefined): Promise<Answer> {
  const input = await requestInput(deps, caller, body, key);
  const problems = checkAnyDraft(input.draft);
  if (problems.length > 0) throw new ApiProblem(422, WRONG, { problems });
  const isRemoval = input.draft.kind === 'decommission';
  if (isRemoval) await refuseVain(deps, input);
  const started = await startRequest(deps.client, input);
  if (isRemoval) await refuseEnded(deps, started);
  const location = `/api/requests/${started.reference}`;
  return { status: started.already ? 200 : 201, headers: { location }, body: started };
}

async function list(deps: ApiDeps, caller: Caller, query: ReturnType<typeof listQuery.parse>): Promise<Answer> {
  const { limit, cursor, waiting, ...equal } = query;
  const filter = { ...equal, waiting: waiting === undefined ? undefined : [waiting] };
  const visible = (status: RequestStatus) => mayDo('see', caller, status);
  const page = await listRequests(deps.client, filter, { limit, cursor, visible });
  return { body: { ...page, items: page.items.map(summary) } };
}

/** What waits for the caller, or for the queues they serve. */
async function tasks(deps: ApiDeps, caller: Caller, scope: 'mine' | 'queue'): Promise<Answer> {
  const queues = queuesOf(caller).map((queue) => `queue:${queue}`);
  const { id, mail } = caller.person;
  const isMine = ({ task, waitingOn }: RequestStatus) =>
    task?.claimedBy === id || (waitingOn !== null && [id, mail].some((name) => waitingOn.who.includes(name)));
  const waiting = scope === 'mine' ? [id, mail, ...queues] : queues;
  if (waiting.length === 0) return { body: { items: [] } };
  const visible = (status: RequestStatus) => mayDo('see', caller, status) && (scope === 'queue' || isMine(status));
  const page = await listRequests(deps.client, { waiting }, { limit: 100, visible });
  return { body: { ...page, items: page.items.map((status) => ({ ...summary(status), task: status.task })) } };
}

const summary = (status: RequestStatus) => ({
  reference: status.reference,
  project: status.request?.project ?? null,
  requester: status.requester,
  phase: status.phase,
  step: status.step,
  waitingOn: status.waitingOn,
  updatedAt: status.updatedAt,
});

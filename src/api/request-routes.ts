import { createHash } from 'node:crypto';
import type { Hono } from 'hono';
import type { RequestStatus } from '../domain/status.ts';
import { checkDraft } from '../intake/check-draft.ts';
import { startRequest } from '../intake/start.ts';
import type { Caller } from './caller.ts';
import type { ApiDeps } from './deps.ts';
import { ApiProblem } from './problems.ts';
import { listRequests } from './request-list.ts';
import { readTimeline } from './request-reading.ts';
import { mayDo, queuesOf } from './rights.ts';
import { type Answer, route, WRONG } from './route.ts';
import { listQuery, newRequest, tasksQuery } from './schemas.ts';

type NewRequest = ReturnType<typeof newRequest.parse>;

/** Asking for something, and reading what became of it. */
export function addRequestRoutes(app: Hono, deps: ApiDeps): void {
  app.post(
    '/api/requests',
    route(deps, {
      right: 'signed-in',
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
  app.get('/api/requests/:reference', route(deps, { right: 'see', handle: async ({ status }) => ({ body: status }) }));
  app.get(
    '/api/requests/:reference/timeline',
    route(deps, {
      right: 'see',
      handle: async ({ status }) => ({ body: { items: await readTimeline(deps.client, status.reference) } }),
    }),
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
  const { onBehalfOf, ...fields } = body;
  const requester = onBehalfOf === undefined ? caller.person.mail : await beneficiary(deps, caller, onBehalfOf);
  const draft = { kind: 'create-project', requester, ...fields } as const;
  const { problems } = checkDraft(draft);
  if (problems.length > 0) throw new ApiProblem(422, WRONG, { problems });
  const source = {
    channel: caller.channel === 'cli' ? 'cli' : 'api',
    key: `api:${caller.person.id}:${key ?? hashOf(body)}`,
    receivedAt: new Date().toISOString(),
    ...(onBehalfOf === undefined ? {} : { startedBy: caller.person.id }),
  } as const;
  const started = await startRequest(deps.client, { source, senderProof: 'proven', draft });
  const location = `/api/requests/${started.reference}`;
  return { status: started.already ? 200 : 201, headers: { location }, body: started };
}

/** Without a key of the caller's, the same words of the same person are the same request. */
const hashOf = (body: NewRequest): string => createHash('sha256').update(JSON.stringify(body)).digest('hex');

async function beneficiary(deps: ApiDeps, caller: Caller, mail: string): Promise<string> {
  if (!caller.isSupport) throw new ApiProblem(403, 'Only support asks on behalf of somebody else.');
  const person = await deps.findPerson({ mail });
  if (person) return person.mail;
  throw new ApiProblem(422, 'The request is for somebody the directory does not know.', {
    problems: [{ where: 'onBehalfOf', what: `nobody has the address ${mail}`, mend: 'Check the address.' }],
  });
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

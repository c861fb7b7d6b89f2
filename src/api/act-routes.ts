import type { UpdateDefinition } from '@temporalio/common';
import type { Hono } from 'hono';
import type { z } from 'zod';
import type { RequestStatus } from '../domain/status.ts';
import {
  type ActedBy,
  claimTaskUpdate,
  completeTaskUpdate,
  repairUpdate,
  selectUpdate,
  withdrawUpdate,
} from '../workflows/messages.ts';
import { decide, printSignal, showQuestion } from './decisions.ts';
import type { ApiDeps } from './deps.ts';
import { ApiProblem } from './problems.ts';
import { mayDo, type RequestRight } from './rights.ts';
import { type Answer, type Call, route } from './route.ts';
import * as schemas from './schemas.ts';
import { sendUpdate } from './updates.ts';

/** What a person sends to act; who acts is proven by the token. */
type BodyOf<T extends ActedBy> = z.ZodType<Omit<T, keyof ActedBy>>;

/** What people do to a request: each is one update of the workflow, answered once the workflow has taken it in. */
export function addActRoutes(app: Hono, deps: ApiDeps): void {
  const act = <T extends ActedBy>(right: RequestRight, body: BodyOf<T>, update: UpdateDefinition<void, [T]>) =>
    route(deps, { right, body, handle: (call) => sendAct(deps, call, update) });

  app.post('/api/requests/:reference/claim', act('task', schemas.claim, claimTaskUpdate));
  app.post('/api/requests/:reference/complete', act('task', schemas.completion, completeTaskUpdate));
  app.post('/api/requests/:reference/select', act('select', schemas.selectionBody, selectUpdate));
  app.post('/api/requests/:reference/withdraw', act('withdraw', schemas.withdrawal, withdrawUpdate));
  app.post(
    '/api/requests/:reference/repair',
    route(deps, {
      right: 'repair',
      body: schemas.repair,
      handle: (call) => {
        assertMayRepair(call, call.body.repair);
        return sendAct(deps, call, repairUpdate);
      },
    }),
  );
  app.post(
    '/api/requests/:reference/decide',
    route(deps, { right: 'decide', body: schemas.decision, handle: (call) => decide(deps, call) }),
  );
  app.get(
    '/api/requests/:reference/decision',
    route(deps, { right: 'see', handle: (call) => showQuestion(deps, call) }),
  );
  app.post(
    '/api/requests/:reference/signal',
    route(deps, { right: 'decide', body: schemas.signalOrder, handle: (call) => printSignal(deps, call) }),
  );
}

async function sendAct<T extends ActedBy>(
  deps: ApiDeps,
  { caller, status, body }: Call<RequestRight, unknown, Omit<T, keyof ActedBy>>,
  update: UpdateDefinition<void, [T]>,
): Promise<Answer> {
  const by: ActedBy = { person: caller.person.id, channel: caller.channel };
  await sendUpdate(deps.client, status.reference, update, { ...body, ...by } as T);
  return accepted(status);
}

const accepted = ({ reference }: RequestStatus): Answer => ({ status: 202, body: { reference, accepted: true } });

function assertMayRepair(
  { caller, status }: Pick<Call<RequestRight, unknown, unknown>, 'caller' | 'status'>,
  wanted: z.infer<typeof schemas.repair>['repair'],
): void {
  if (mayDo('overrule', caller, status)) return;
  if (wanted === 'skip') throw new ApiProblem(403, 'Only operators skip a step.');
  if (wanted === 'accept') throw new ApiProblem(403, 'Only operators accept another plan.');
}

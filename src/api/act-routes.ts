import type { UpdateDefinition } from '@temporalio/common';
import type { Hono } from 'hono';
import type { z } from 'zod';
import { signDecision, signPlainSignal } from '../auth/decision-tokens.ts';
import type { RequestStatus } from '../domain/status.ts';
import {
  type ActedBy,
  claimTaskUpdate,
  completeTaskUpdate,
  decideUpdate,
  repairUpdate,
  selectUpdate,
  withdrawUpdate,
} from '../workflows/messages.ts';
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

async function decide(
  deps: ApiDeps,
  { caller, status, body }: Call<'decide', unknown, z.infer<typeof schemas.decision>>,
): Promise<Answer> {
  const decision = await signDecision(deps.config.auth.decisionKey, {
    ...body,
    id: crypto.randomUUID(),
    reference: status.reference,
    person: caller.person.id,
    channel: caller.channel,
  });
  await sendUpdate(deps.client, status.reference, decideUpdate, decision, decision.id);
  return { status: 202, body: { reference: status.reference, accepted: true, decision: decision.id } };
}

/** What `berth approve --print-signal` prints: the same decision, to be sent by hand to Temporal. */
async function printSignal(
  deps: ApiDeps,
  { caller, status, body }: Call<'decide', unknown, z.infer<typeof schemas.signalOrder>>,
): Promise<Answer> {
  const input = await signPlainSignal(deps.config.auth.decisionKey, {
    ...body,
    id: crypto.randomUUID(),
    reference: status.reference,
    person: caller.person.id,
  });
  const { namespace } = deps.client.options;
  return { body: { namespace, workflowId: status.workflowId, name: body.verdict, input } };
}

import type { UpdateDefinition } from '@temporalio/common';
import type { z } from 'zod';
import {
  type ActedBy,
  claimTaskUpdate,
  completeTaskUpdate,
  repairUpdate,
  selectUpdate,
  withdrawUpdate,
} from '../workflows/messages.ts';
import { openQuestion, signalLine, takenDecision } from './answers/approval.ts';
import { accepted } from './answers/request.ts';
import { decide, printSignal, showQuestion } from './decisions.ts';
import { ApiProblem } from './problems.ts';
import { type Call, defineRoute } from './registry.ts';
import { mayDo, type RequestRight } from './rights.ts';
import * as schemas from './schemas.ts';
import { sendUpdate } from './updates.ts';

/** What people do to a request: each is one update of the workflow, answered once the workflow has taken it in. */
export const actRoutes = [
  defineRoute({
    method: 'POST',
    path: '/api/requests/:reference/claim',
    tag: 'Work',
    summary: 'Take a task of your queue',
    right: 'task',
    body: schemas.claim,
    answers: { 202: accepted },
    handle: (call) => sendAct(call, claimTaskUpdate),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/requests/:reference/complete',
    tag: 'Work',
    summary: 'Complete a task, as proposed or edited',
    right: 'task',
    body: schemas.completion,
    answers: { 202: accepted },
    handle: (call) => sendAct(call, completeTaskUpdate),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/requests/:reference/select',
    tag: 'Work',
    summary: 'Choose resources, or choose others',
    right: 'select',
    body: schemas.selectionBody,
    answers: { 202: accepted },
    handle: (call) => sendAct(call, selectUpdate),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/requests/:reference/withdraw',
    tag: 'Work',
    summary: 'Withdraw a request',
    right: 'withdraw',
    body: schemas.withdrawal,
    answers: { 202: accepted },
    handle: (call) => sendAct(call, withdrawUpdate),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/requests/:reference/repair',
    tag: 'Work',
    summary: 'Mend what failed, or have it tried again',
    right: 'repair',
    body: schemas.repair,
    answers: { 202: accepted },
    handle: (call) => {
      assertMayRepair(call, call.body.repair);
      return sendAct(call, repairUpdate);
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/requests/:reference/decision',
    tag: 'Work',
    summary: 'What is to be decided now, and by whom',
    right: 'see',
    answers: { 200: openQuestion },
    handle: async ({ deps, caller, status }) => ({ body: await showQuestion(deps, caller, status) }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/requests/:reference/decide',
    tag: 'Work',
    summary: 'Approve, reject, or ask for changes',
    right: 'decide',
    body: schemas.decision,
    answers: { 202: takenDecision },
    handle: async (call) => ({ status: 202, body: await decide(call) }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/requests/:reference/signal',
    tag: 'Work',
    summary: 'The same decision as a line for `temporal workflow signal`',
    right: 'decide',
    changesNothing: true,
    body: schemas.signalOrder,
    answers: { 200: signalLine },
    handle: async (call) => ({ body: await printSignal(call) }),
  }),
];

async function sendAct<T extends ActedBy>(
  { deps, caller, status, body }: Call<RequestRight, unknown, Omit<T, keyof ActedBy>>,
  update: UpdateDefinition<void, [T]>,
) {
  const by: ActedBy = { person: caller.person.id, channel: caller.channel };
  const { reference } = status;
  await sendUpdate(deps.client, reference, update, { ...body, ...by } as T);
  return { status: 202, body: { reference, accepted: true } } as const;
}

function assertMayRepair(
  { caller, status }: Pick<Call<RequestRight, unknown, unknown>, 'caller' | 'status'>,
  wanted: z.infer<typeof schemas.repair>['repair'],
): void {
  if (mayDo('overrule', caller, status)) return;
  if (wanted === 'skip') throw new ApiProblem(403, 'Only operators skip a step.');
  if (wanted === 'accept') throw new ApiProblem(403, 'Only operators accept another plan.');
}

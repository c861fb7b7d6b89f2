import type { UpdateDefinition } from '@temporalio/common';
import type { z } from 'zod';
import { signalRunning } from '../clients/temporal.ts';
import { incidentWorkflowId } from '../domain/naming.ts';
import type { RequestStatus } from '../domain/status.ts';
import {
  type ActedBy,
  claimTaskUpdate,
  completeTaskUpdate,
  releaseTaskUpdate,
  repairUpdate,
  selectUpdate,
  triedIncidentSignal,
  withdrawUpdate,
} from '../workflows/messages.ts';
import { openQuestion, signalLine, takenDecision } from './answers/approval.ts';
import { accepted } from './answers/request.ts';
import { decide, printSignal, showQuestion } from './decisions.ts';
import type { ApiDeps } from './deps.ts';
import { ApiProblem } from './problems.ts';
import { type Call, defineRoute } from './registry.ts';
import { mayDo, type RequestRight } from './rights.ts';
import * as schemas from './schemas.ts';
import { sendUpdate } from './updates.ts';

const NOT_NOW = 'The request refuses it as it stands now, in its own words.';
const NOTHING_TO_DECIDE = 'Nothing is being decided, or the content has changed since.';

const TAKEN_IN = { method: 'POST', tag: 'Work', answers: { 202: accepted }, refuses: { 409: NOT_NOW } } as const;

/** What people do to a request: each is one update of the workflow, answered once the workflow has taken it in. */
export const actRoutes = [
  defineRoute({
    ...TAKEN_IN,
    path: '/api/requests/:reference/claim',
    summary: 'Take a task of your queue',
    right: 'task',
    body: schemas.claim,
    handle: (call) => sendAct(call, claimTaskUpdate),
  }),
  defineRoute({
    ...TAKEN_IN,
    path: '/api/requests/:reference/release',
    summary: 'Give back a task that somebody has taken',
    right: 'release',
    body: schemas.claim,
    handle: (call) => {
      const holder = call.status.task?.claimedBy ?? '';
      return sendAct({ ...call, body: { ...call.body, holder } }, releaseTaskUpdate);
    },
  }),
  defineRoute({
    ...TAKEN_IN,
    path: '/api/requests/:reference/complete',
    summary: 'Complete a task, as proposed or edited',
    right: 'task',
    body: schemas.completion,
    handle: (call) => sendAct(call, completeTaskUpdate),
  }),
  defineRoute({
    ...TAKEN_IN,
    path: '/api/requests/:reference/select',
    summary: 'Choose resources, or choose others',
    right: 'select',
    body: schemas.selectionBody,
    handle: (call) => sendAct(call, selectUpdate),
  }),
  defineRoute({
    ...TAKEN_IN,
    path: '/api/requests/:reference/withdraw',
    summary: 'Withdraw a request',
    right: 'withdraw',
    body: schemas.withdrawal,
    handle: (call) => sendAct(call, withdrawUpdate),
  }),
  defineRoute({
    ...TAKEN_IN,
    path: '/api/requests/:reference/repair',
    summary: 'Mend what failed, or have it tried again',
    right: 'repair',
    body: schemas.repair,
    handle: async (call) => {
      assertMayRepair(call, call.body.repair);
      const answer = await sendAct(call, repairUpdate);
      tellIncident(call.deps, call.status);
      return answer;
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/requests/:reference/decision',
    tag: 'Work',
    summary: 'What is to be decided now, and by whom',
    right: 'see',
    answers: { 200: openQuestion },
    refuses: { 409: 'Nothing is being decided.' },
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
    refuses: { 409: NOTHING_TO_DECIDE },
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
    refuses: { 409: NOTHING_TO_DECIDE },
    handle: async (call) => ({ body: await printSignal(call) }),
  }),
];

/** Sends what a person does to the workflow of the request. */
export async function sendAct<T extends ActedBy>(
  { id, deps, caller, status, body }: Call<RequestRight, unknown, Omit<T, keyof ActedBy>>,
  update: UpdateDefinition<void, [T]>,
) {
  const by: ActedBy = { person: caller.person.id, channel: caller.channel };
  const { reference } = status;
  await sendUpdate(deps.client, reference, update, { ...body, ...by } as T, id);
  return { status: 202, body: { reference, accepted: true } } as const;
}

/** Whoever looks at its incident sees that it is tried again, and *retry all* leaves it out. */
function tellIncident({ client, background }: ApiDeps, { reference, failure, task }: RequestStatus): void {
  const key = failure?.incident;
  if (key === undefined || !task) return;
  const { since } = task;
  void background.run('repair in an incident', async () => {
    await signalRunning(client, incidentWorkflowId(key), triedIncidentSignal, { reference, since });
  });
}

function assertMayRepair(
  { caller, status }: Pick<Call<RequestRight>, 'caller' | 'status'>,
  wanted: z.infer<typeof schemas.repair>['repair'],
): void {
  if (mayDo('overrule', caller, status)) return;
  if (wanted === 'skip') throw new ApiProblem(403, 'Only operators skip a step.');
  if (wanted === 'accept') throw new ApiProblem(403, 'Only operators accept another plan.');
}

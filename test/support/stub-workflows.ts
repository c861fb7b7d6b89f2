/*
 * A request that stands still: it shows the status it was started with and notes what it is told. For tests of the
 * doors, where what the lifecycle makes of a message is beside the point.
 */

import { defineSearchAttributeKey, type UpdateDefinition } from '@temporalio/common';
import {
  ApplicationFailure,
  condition,
  defineQuery,
  defineSignal,
  setHandler,
  upsertMemo,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { RequestInput } from '../../src/domain/request.ts';
import type { RequestStatus } from '../../src/domain/status.ts';
import {
  claimTaskUpdate,
  commentUpdate,
  completeTaskUpdate,
  confirmSenderUpdate,
  decideUpdate,
  type EnvironmentStatus,
  environmentQuery,
  hintSignal,
  mailReplySignal,
  releaseTaskUpdate,
  repairUpdate,
  STATUS_MEMO,
  selectUpdate,
  staffingChangedSignal,
  statusQuery,
  timelineQuery,
  withdrawUpdate,
} from '../../src/workflows/messages.ts';

/** What is frozen is the same everywhere. */
export { auditKeeper } from '../../src/workflows/audit-keeper.ts';
export { freeze } from '../../src/workflows/freeze.ts';
export { incident } from '../../src/workflows/incident/incident.ts';
export { serviceToken, session } from '../../src/workflows/passes.ts';
/** Absences are the same everywhere. */
export { person } from '../../src/workflows/person/person.ts';
/** What webhooks are told is what requests publish. */
export { webhookFeed } from '../../src/workflows/webhook/feed.ts';
export { webhook } from '../../src/workflows/webhook/webhook.ts';

export interface Received {
  readonly name: string;
  readonly value: Record<string, unknown>;
}
export const receivedQuery = defineQuery<Received[]>('received');

/** What happens to a request that otherwise stands still. */
export interface Happening {
  readonly status?: Partial<RequestStatus>;
  /** Of its story. */
  readonly line?: string;
  /** What somebody said about it. */
  readonly comment?: string;
  readonly end?: boolean;
}
export const happenSignal = defineSignal<[Happening]>('happen');

/** A reason or task that the stub refuses, as a validator would. */
export const REFUSED = 'refuse this';

export async function requestLifecycle(input: RequestInput & { status?: RequestStatus; end?: boolean }): Promise<void> {
  const received: Received[] = [];
  const note = (name: string) => (value: unknown) =>
    void received.push({ name, value: value as Record<string, unknown> });
  const updates = [
    claimTaskUpdate,
    commentUpdate,
    completeTaskUpdate,
    confirmSenderUpdate,
    decideUpdate,
    releaseTaskUpdate,
    repairUpdate,
    selectUpdate,
    withdrawUpdate,
  ];
  for (const update of updates as unknown as UpdateDefinition<void, [unknown]>[]) {
    setHandler(update, note(update.name), { validator: refuseIfTold });
  }
  setHandler(hintSignal, note('hint'));
  setHandler(mailReplySignal, note('mailReply'));
  setHandler(staffingChangedSignal, note('staffingChanged') as () => void);
  setHandler(receivedQuery, () => received);
  const story: { readonly text: string; readonly who?: string; readonly comment?: true }[] = [{ text: 'It began' }];
  setHandler(timelineQuery, () =>
    story.map((line) => ({ at: '2026-11-21T09:00:00.000Z', step: 'REQUEST_INITIATION', ...line })),
  );
  let status = input.status ?? unread(input);
  let isOver = input.end === true;
  setHandler(happenSignal, (happening) => {
    status = { ...status, ...happening.status };
    if (happening.line) story.push({ text: happening.line });
    if (happening.comment) story.push({ text: happening.comment, who: 'dana', comment: true });
    isOver ||= happening.end === true;
    if (happening.status) show(status);
  });
  setHandler(statusQuery, () => status);
  if (input.status) show(input.status);
  await condition(() => isOver);
}

/** As a request stands before anything of it was read. */
function unread({ reference, draft }: RequestInput): RequestStatus {
  return {
    reference,
    workflowId: workflowInfo().workflowId,
    requester: draft.requester,
    phase: 'running',
    step: 'REQUEST_INITIATION',
    steps: [],
    waitingOn: null,
    task: null,
    request: null,
    plan: null,
    pullRequest: null,
    mergeSha: null,
    policy: null,
    stages: [],
    decisions: [],
    placements: [],
    deliveries: [],
    failure: null,
    undo: { undone: [], left: [] },
    updatedAt: '2026-11-21T09:00:00.000Z',
  };
}

/** An environment that a request changes. */
export async function environment(changedBy: string): Promise<void> {
  setHandler(environmentQuery, () => ({ changedBy }) as EnvironmentStatus);
  await condition(() => false);
}

/** A request of a worker that cannot tell anything of it. */
export async function silentRequest(): Promise<void> {
  await condition(() => false);
}

function show(status: RequestStatus): void {
  upsertMemo({ [STATUS_MEMO]: status });
  upsertSearchAttributes([
    { key: defineSearchAttributeKey('BerthProject', 'KEYWORD'), value: status.request?.project ?? '' },
    { key: defineSearchAttributeKey('BerthRequester', 'KEYWORD'), value: status.request?.requesterId ?? '' },
    { key: defineSearchAttributeKey('BerthStep', 'KEYWORD'), value: status.step },
    { key: defineSearchAttributeKey('BerthWaitingWho', 'KEYWORD_LIST'), value: [...(status.waitingOn?.who ?? [])] },
  ]);
}

function refuseIfTold(value: unknown): void {
  const { reason, selection } = value as { reason?: string; selection?: { regions: string[] } };
  if (reason === REFUSED) throw ApplicationFailure.nonRetryable('There is nothing to do now', 'Refused');
  if (selection?.regions.includes('atlantis')) {
    const problems = [{ where: 'regions[0]', what: 'no such region', mend: 'choose east or west' }];
    throw ApplicationFailure.nonRetryable('The selection is wrong', 'InvalidSelection', problems);
  }
}

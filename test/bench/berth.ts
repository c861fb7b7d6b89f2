import type { Client } from '@temporalio/client';
import { signDecision } from '../../src/auth/decision-tokens.ts';
import type { Secret } from '../../src/config.ts';
import type { Selection } from '../../src/domain/selection.ts';
import type { RequestStatus } from '../../src/domain/status.ts';
import { startRequest } from '../../src/intake/start.ts';
import {
  claimTaskUpdate,
  completeTaskUpdate,
  decideUpdate,
  STATUS_MEMO,
  selectUpdate,
} from '../../src/workflows/messages.ts';
import { follow, type HistoryEvent } from './follow.ts';
import { approvalOf, draftOf, selectionOf } from './request.ts';

export interface Carried {
  readonly workflowId: string;
  readonly events: readonly HistoryEvent[];
  /** From start to close. */
  readonly ms: number;
}

/** Carries one request through Berth. @throws Error as `attend`. */
export async function carryThrough(client: Client, key: Secret, project: string): Promise<Carried> {
  const started = performance.now();
  const { workflowId } = await startRequest(client, draftOf(project));
  const { events } = await attend(client, key, { workflowId, selection: selectionOf(project) });
  return { workflowId, events, ms: performance.now() - started };
}

/** A request that has begun, and what its requester is going to choose. */
export interface Attendance {
  readonly workflowId: string;
  readonly selection: Selection;
}

export interface Attended {
  readonly events: readonly HistoryEvent[];
  /** The event by which the request said that it is ready, and what it said. */
  readonly ready: { readonly event: HistoryEvent; readonly status: RequestStatus };
}

/**
 * Follows a request to its close, with people who answer at once.
 * @throws Error when it ends otherwise than ready, or needs a person.
 */
export async function attend(client: Client, key: Secret, { workflowId, selection }: Attendance): Promise<Attended> {
  const events: HistoryEvent[] = [];
  const answered = new Set<string>();
  let phase = '';
  let ready: Attended['ready'] | undefined;
  for await (const event of follow(client, workflowId)) {
    events.push(event);
    const status = statusIn(event);
    if (!status) continue;
    phase = status.phase;
    if (status.failure) throw new Error(`${workflowId}: ${status.failure.type}: ${status.failure.message}`);
    if (phase === 'ready') ready ??= { event, status };
    const question = questionOf(status);
    if (!question || answered.has(question)) continue;
    answered.add(question);
    await answer(client, { question, status, key, selection });
  }
  if (!ready) throw new Error(`${workflowId} ended ${phase}`);
  return { events, ready };
}

/** The status as readers see it: the workflow publishes it in a memo. */
export function statusIn(event: HistoryEvent): RequestStatus | undefined {
  const data = event.workflowPropertiesModifiedEventAttributes?.upsertedMemo?.fields?.[STATUS_MEMO]?.data;
  return data ? (JSON.parse(Buffer.from(data).toString()) as RequestStatus) : undefined;
}

/** What people are asked. */
export function questionOf({ task, step, waitingOn }: RequestStatus): string | undefined {
  if (task) return task.id;
  return step === 'APPROVAL_WORKFLOW' && waitingOn?.kind === 'person' ? 'approval' : undefined;
}

interface Asked {
  readonly question: string;
  readonly status: RequestStatus;
  readonly key: Secret;
  readonly selection: Selection;
}

async function answer(client: Client, { question, status, key, selection }: Asked): Promise<void> {
  const handle = client.workflow.getHandle(status.workflowId);
  const sam = { person: 'sam', channel: 'api', task: 'accounts' };
  if (question === 'accounts') {
    await handle.executeUpdate(claimTaskUpdate, { args: [sam] });
    await handle.executeUpdate(completeTaskUpdate, { args: [sam] });
  } else if (question === 'selection') {
    await handle.executeUpdate(selectUpdate, { args: [{ person: 'dana', channel: 'api', selection }] });
  } else if (question === 'approval') {
    const decision = await signDecision(key, approvalOf(status.reference, status.plan?.specHash ?? ''));
    await handle.executeUpdate(decideUpdate, { args: [decision], updateId: decision.id });
  }
}

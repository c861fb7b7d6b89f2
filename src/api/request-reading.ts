import type { Client } from '@temporalio/client';
import { unlessGone } from '../clients/temporal.ts';
import { REFERENCE, requestWorkflowId } from '../domain/naming.ts';
import type { RequestStatus, TimelineEntry } from '../domain/status.ts';
import { STATUS_MEMO, statusQuery, timelineQuery } from '../workflows/messages.ts';
import type { Caller } from './caller.ts';
import { ApiProblem, noRequest } from './problems.ts';
import { mayDo } from './rights.ts';
import { isNotNow } from './temporal-failures.ts';

/** How long an answer of a workflow may take before the caller is told to try again. */
const ANSWER_MS = 10_000;

/**
 * The status of a request, from the memo, so that closed and stuck runs answer too; a run that has published none yet
 * is asked. Undefined when there is no such request.
 */
export async function readStatus(client: Client, reference: string): Promise<RequestStatus | undefined> {
  const handle = client.workflow.getHandle(requestWorkflowId(reference));
  return unlessGone(async () => {
    const { memo } = await client.withDeadline(Date.now() + ANSWER_MS, () => handle.describe());
    const published = memo?.[STATUS_MEMO] as RequestStatus | undefined;
    return published ?? (await answered(client, () => handle.query(statusQuery)));
  });
}

/** The same, for a reference that somebody wrote: undefined for what is none. */
export const readStatusNamed = async (client: Client, reference: string): Promise<RequestStatus | undefined> =>
  REFERENCE.test(reference) ? readStatus(client, reference) : undefined;

/** The request that somebody names. @throws ApiProblem 404 when there is none, or none that they may see. */
export async function visibleRequest(client: Client, caller: Caller, reference: string): Promise<RequestStatus> {
  const status = await readStatusNamed(client, reference);
  if (status && mayDo('see', caller, status)) return status;
  throw noRequest(reference);
}

/**
 * The status as the workflow has it at this moment, decisions that were just judged among it; while no worker answers, as
 * it was last published. Undefined when there is no such request.
 */
export async function readStatusNow(client: Client, reference: string): Promise<RequestStatus | undefined> {
  const handle = client.workflow.getHandle(requestWorkflowId(reference));
  try {
    return await unlessGone(() => answered(client, () => handle.query(statusQuery)));
  } catch (error) {
    if (error instanceof ApiProblem) return readStatus(client, reference);
    throw error;
  }
}

/** The story of a request, oldest first. */
export async function readTimeline(client: Client, reference: string): Promise<TimelineEntry[]> {
  return answered(client, () => client.workflow.getHandle(requestWorkflowId(reference)).query(timelineQuery));
}

/**
 * Runs a call that a worker must answer; `mend` is what to do when none does.
 * @throws ApiProblem 503 when none does in time, or the one that was asked could not: it is being replaced, or fails.
 */
export async function answered<T>(
  client: Client,
  call: () => Promise<T>,
  mend = 'Your request is safe; try again in a minute.',
): Promise<T> {
  try {
    return await client.withDeadline(Date.now() + ANSWER_MS, call);
  } catch (error) {
    if (!isNotNow(error)) throw error;
    throw new ApiProblem(503, `No worker of Berth answers. ${mend}`, { cause: error });
  }
}

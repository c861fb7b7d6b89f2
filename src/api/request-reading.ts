import { type Client, isGrpcDeadlineError, WorkflowNotFoundError } from '@temporalio/client';
import { requestWorkflowId } from '../domain/naming.ts';
import type { RequestStatus, TimelineEntry } from '../domain/status.ts';
import { STATUS_MEMO, statusQuery, timelineQuery } from '../workflows/messages.ts';
import { ApiProblem } from './problems.ts';

/** How long an answer of a workflow may take before the caller is told to try again. */
const ANSWER_MS = 10_000;

/**
 * The status of a request, from the memo, so that closed and stuck runs answer too; a run that has published none yet
 * is asked. Undefined when there is no such request.
 */
export async function readStatus(client: Client, reference: string): Promise<RequestStatus | undefined> {
  const handle = client.workflow.getHandle(requestWorkflowId(reference));
  try {
    const { memo } = await handle.describe();
    const published = memo?.[STATUS_MEMO] as RequestStatus | undefined;
    return published ?? (await answered(client, () => handle.query(statusQuery)));
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}

/** The story of a request, oldest first. */
export async function readTimeline(client: Client, reference: string): Promise<TimelineEntry[]> {
  return answered(client, () => client.workflow.getHandle(requestWorkflowId(reference)).query(timelineQuery));
}

/**
 * Runs a call that a worker must answer.
 * @throws ApiProblem 503 when none does in time.
 */
export async function answered<T>(client: Client, call: () => Promise<T>): Promise<T> {
  try {
    return await client.withDeadline(Date.now() + ANSWER_MS, call);
  } catch (error) {
    if (!isGrpcDeadlineError(error)) throw error;
    throw new ApiProblem(503, 'No worker of Berth answers. Your request is safe; try again in a minute.', {
      cause: error,
    });
  }
}

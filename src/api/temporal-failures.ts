import { isGrpcServiceError, QueryNotRegisteredError, WorkflowNotFoundError } from '@temporalio/client';
import { ApiProblem } from './problems.ts';

/** Codes of gRPC by which Temporal says that it, or the worker it asked, cannot answer as things are now. */
const NOT_NOW: ReadonlySet<number> = new Set([
  1, // cancelled: the connection went away
  4, // deadline exceeded
  8, // resource exhausted: too many at once
  9, // failed precondition: no worker polls, or the workflow's task fails
  10, // aborted
  14, // unavailable
]);

/** Whether a call of Temporal failed, itself or by its cause, for a reason that passes without the caller's doing. */
export function isNotNow(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    // Temporal hands every failure of a query on as one that is not known: the worker is being replaced, or fails.
    if (at instanceof QueryNotRegisteredError) return true;
    if (isGrpcServiceError(at) && NOT_NOW.has(at.code)) return true;
  }
  return false;
}

/** What to answer when a call of Temporal failed and its caller knew no better words; other errors stay. */
export function fromTemporal(error: Error): Error {
  if (error instanceof WorkflowNotFoundError) {
    return new ApiProblem(404, 'Temporal does not have this request, or no longer.', { cause: error });
  }
  if (!isNotNow(error)) return error;
  return new ApiProblem(503, 'Temporal does not answer. Nothing is lost; try again in a minute.', { cause: error });
}

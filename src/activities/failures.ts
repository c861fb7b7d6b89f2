import { ApplicationFailure } from '@temporalio/common';
import { type FailureType, isTransient } from '../domain/failures.ts';

/**
 * A failure of the closed list. Transient types are retried by Temporal; the others end the activity at once and
 * reach whoever `domain/failures.ts` names. The message is for people: what, where, how to mend it.
 */
export function failure(
  type: FailureType,
  message: string,
  options: { cause?: unknown; retryAfterMs?: number } = {},
): ApplicationFailure {
  return ApplicationFailure.create({
    type,
    message,
    nonRetryable: !isTransient(type),
    ...(options.cause instanceof Error ? { cause: options.cause } : {}),
    ...(options.retryAfterMs === undefined ? {} : { nextRetryDelay: options.retryAfterMs }),
  });
}

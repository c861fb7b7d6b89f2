import { ActivityFailure, ApplicationFailure, isCancellation, TimeoutFailure } from '@temporalio/workflow';

/** A failure as people and rules see it. */
export interface Failure {
  readonly type: string;
  readonly message: string;
  /** After this long it passes, says whoever refused. */
  readonly retryAfterMs?: number;
}

/**
 * The failure behind an activity's error; anything that is no activity failure is a bug or a cancellation and goes on
 * up. What a local activity throws comes without a wrapping that would name it.
 */
export function failureOf(error: unknown): Failure {
  const isWrapped = error instanceof ActivityFailure;
  const isLocal = error instanceof ApplicationFailure || error instanceof TimeoutFailure;
  if (isCancellation(error) || !(isWrapped || isLocal)) throw error;
  const cause = isWrapped ? error.cause : error;
  if (cause instanceof TimeoutFailure) {
    const who = isWrapped ? error.activityType : 'What was asked';
    return { type: 'Unavailable', message: `${who} did not answer in time` };
  }
  if (cause instanceof ApplicationFailure) {
    return { type: cause.type ?? 'Unknown', message: cause.message, ...limitOf(cause.details?.[0]) };
  }
  return { type: 'Unknown', message: cause?.message ?? error.message };
}

function limitOf(detail: unknown): Pick<Failure, 'retryAfterMs'> {
  if (typeof detail !== 'object' || detail === null || !('retryAfterMs' in detail)) return {};
  return { retryAfterMs: Number(detail.retryAfterMs) };
}

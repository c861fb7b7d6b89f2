import { ActivityFailure, ApplicationFailure, isCancellation, TimeoutFailure } from '@temporalio/workflow';

/** A failure as people and rules see it. */
export interface Failure {
  readonly type: string;
  readonly message: string;
  /** After this long it passes, says whoever refused. */
  readonly retryAfterMs?: number;
}

/** The failure behind an activity's error; anything that is no activity failure is a bug or a cancellation and goes on up. */
export function failureOf(error: unknown): Failure {
  if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error;
  const { cause } = error;
  if (cause instanceof TimeoutFailure)
    return { type: 'Unavailable', message: `${error.activityType} did not answer in time` };
  if (cause instanceof ApplicationFailure) {
    return { type: cause.type ?? 'Unknown', message: cause.message, ...limitOf(cause.details?.[0]) };
  }
  return { type: 'Unknown', message: cause?.message ?? error.message };
}

function limitOf(detail: unknown): Pick<Failure, 'retryAfterMs'> {
  if (typeof detail !== 'object' || detail === null || !('retryAfterMs' in detail)) return {};
  return { retryAfterMs: Number(detail.retryAfterMs) };
}

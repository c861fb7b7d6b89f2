import { ApplicationFailure } from '@temporalio/common';
import { ClientError } from '../../clients/client-error.ts';
import { githubError } from '../../clients/github-errors.ts';
import { failure } from '../failures.ts';

/**
 * Runs calls to GitHub and turns what goes wrong into a failure of the closed list. `doing` completes the sentence
 * "GitHub would not …".
 */
export async function asking<T>(doing: string, calls: () => Promise<T>): Promise<T> {
  try {
    return await calls();
  } catch (error) {
    throw githubFailure(error, doing);
  }
}

/** The failure for an error of Octokit or of a client; other errors come back as they are. */
function githubFailure(error: unknown, doing: string): unknown {
  const told = githubError(error, doing);
  if (!(told instanceof ClientError)) return told;
  const { type, message, retryAfterMs } = told;
  return retryAfterMs === undefined
    ? failure(type, message, { cause: error })
    : limitedFailure(message, retryAfterMs, error);
}

/** Longer waits are not Temporal's own retries, which nobody sees. */
const SHORT_WAIT_MS = 10_000;

/** GitHub, or Berth's own count, wants it later. A long wait goes back to the lifecycle, which shows why and until when. */
export function limitedFailure(message: string, retryAfterMs: number, cause?: unknown): ApplicationFailure {
  if (retryAfterMs <= SHORT_WAIT_MS) return failure('RateLimited', message, { cause, retryAfterMs });
  return ApplicationFailure.create({
    type: 'RateLimited',
    message,
    nonRetryable: true,
    details: [{ retryAfterMs }],
    ...(cause instanceof Error ? { cause } : {}),
  });
}

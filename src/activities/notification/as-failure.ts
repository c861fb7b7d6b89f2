import { ClientError } from '../../clients/client-error.ts';
import { failure } from '../failures.ts';

/** Throws a client's error as a failure of the closed list, and anything else as it is. */
export function asFailure(error: unknown): never {
  if (!(error instanceof ClientError)) throw error;
  throw failure(
    error.type,
    error.message,
    error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs },
  );
}

import { isGrpcServiceError, ServiceError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { isTlsTrustCode } from '../../clients/client-error.ts';
import { ImapError } from '../../clients/imap.ts';
import { failure } from '../failures.ts';

/** gRPC's INVALID_ARGUMENT: the server will never take this. */
const INVALID_ARGUMENT = 3;

/** True when the same mail may succeed later; anything else would fail for ever and is filed as rejected. */
export function mayPass(error: unknown): boolean {
  if (error instanceof ApplicationFailure) return error.nonRetryable !== true;
  if (error instanceof ImapError) return true;
  if (!(error instanceof ServiceError)) return false;
  const code: number | undefined = isGrpcServiceError(error.cause) ? error.cause.code : undefined;
  return code !== INVALID_ARGUMENT;
}

/** The failure of the closed list that an error of reading the mailbox is. */
export function mailboxFailure(error: unknown): Error {
  if (error instanceof ApplicationFailure) return error;
  const message = (error as Error).message;
  if (
    error instanceof ImapError &&
    (error.authentication || isTlsTrustCode((error.cause as { code?: unknown } | undefined)?.code))
  ) {
    return failure('Configuration', `${message}. Check user, password file and caFile in the configuration.`, {
      cause: error,
    });
  }
  return failure('Unavailable', message, { cause: error });
}

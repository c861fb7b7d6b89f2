import { isNativeError } from 'node:util/types';
import { type ApplicationFailure, TemporalFailure } from '@temporalio/common';
import { ResultCodeError } from 'ldapts';
import { isConnectionFailure, OwnSignInError } from '../../clients/directory.ts';
import { AmbiguousPersonError } from '../../clients/directory-people.ts';
import type { FailureType } from '../../domain/failures.ts';
import { failure } from '../failures.ts';

/** LDAP result codes by what they mean for a retry; what is not here is refused for good. */
const BY_CODE: Readonly<Record<number, FailureType>> = {
  1: 'Unavailable',
  3: 'Unavailable',
  8: 'Configuration',
  13: 'Configuration',
  32: 'Configuration',
  34: 'Configuration',
  49: 'Configuration',
  50: 'Forbidden',
  51: 'Unavailable',
  52: 'Unavailable',
  80: 'Unavailable',
};

const MEND: Partial<Record<FailureType, string>> = {
  Unavailable: 'It is tried again',
  Forbidden: "Grant Berth's account the delegation that the operating guide describes",
  Configuration: 'Check `directory` in the configuration',
  Rejected: 'Ask a directory administrator what the answer means',
};

/** Runs directory work of an activity; whatever it throws becomes a failure of the closed list. */
export async function inDirectory<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw asFailure(what, error);
  }
}

/** Bugs stay what they are: only what the directory or the way to it answered is classified. */
export function asFailure(what: string, error: unknown): unknown {
  if (error instanceof TemporalFailure || !isNativeError(error)) return error;
  if (error instanceof AmbiguousPersonError) return failure('Configuration', error.message, { cause: error });
  const type = typeOf(error);
  return type ? explain(type, what, error) : error;
}

function typeOf(error: Error): FailureType | undefined {
  if (error instanceof OwnSignInError) return 'Configuration';
  if (error instanceof ResultCodeError) return BY_CODE[error.code] ?? 'Rejected';
  if (isConnectionFailure(error)) return 'Unavailable';
  const code = 'code' in error ? String(error.code) : '';
  return /CERT|SIGNATURE|^ERR_TLS|^ERR_SSL|^EPROTO|^ENOENT|^EACCES/.test(code) ? 'Configuration' : undefined;
}

function explain(type: FailureType, what: string, error: Error): ApplicationFailure {
  const said = error.message.trim() || error.name;
  return failure(type, `${what}: ${said}. ${MEND[type] ?? ''}`.trim(), { cause: error });
}

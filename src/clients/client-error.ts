import type { FailureType } from '../domain/failures.ts';

/** A call that a system refused or never answered, in the words of the closed list. The message is for people. */
export class ClientError extends Error {
  readonly type: FailureType;
  /** How long the system asked to be left alone, in milliseconds. */
  readonly retryAfterMs?: number;
  /** The system's own word for it, such as `channel_not_found` or `550`. */
  readonly code?: string;

  constructor(type: FailureType, message: string, details: { retryAfterMs?: number; code?: string } = {}) {
    super(message);
    this.name = 'ClientError';
    this.type = type;
    if (details.retryAfterMs !== undefined) this.retryAfterMs = details.retryAfterMs;
    if (details.code !== undefined) this.code = details.code;
  }
}

const TLS_CODES = [
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
];

/** True for a certificate that we do not trust: trying again does not help, the configuration has to change. */
export const isTlsTrustCode = (code: unknown): boolean => typeof code === 'string' && TLS_CODES.includes(code);

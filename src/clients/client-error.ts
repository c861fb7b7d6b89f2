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

/** What Node says of a certificate (its documentation of TLS, "X509 certificate error codes"), and of a wrong host name. */
const TLS_CODES = [
  'CERT_CHAIN_TOO_LONG',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_REJECTED',
  'CERT_REVOKED',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'HOSTNAME_MISMATCH',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'PATH_LENGTH_EXCEEDED',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY',
  'UNABLE_TO_DECRYPT_CERT_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
];

/** True for a certificate that we do not trust: trying again does not help, the configuration has to change. */
export const isTlsTrustCode = (code: unknown): boolean => typeof code === 'string' && TLS_CODES.includes(code);

import { addressesIn, splitMessage } from './headers.ts';

/** How this server names itself in Authentication-Results. */
export const AUTHSERV_ID = 'mx.example.test';
/** The domain whose senders are known here. */
export const LOCAL_DOMAIN = 'example.test';

export interface Envelope {
  readonly from: string;
  readonly to: string;
  /** The account that submitted it; absent when it came from outside. */
  readonly account?: string;
}

/**
 * What a receiving server adds on top (RFC 5321 Return-Path and Received, Delivered-To, RFC 8601
 * Authentication-Results), after removing what pretends to be its own.
 */
export function stamp(raw: Buffer, envelope: Envelope, now = new Date()): Buffer {
  const { headers, body } = splitMessage(raw);
  const kept = headers.filter((header) => header.name !== 'return-path' && !isForged(header.name, header.value));
  const fromDomain = addressesIn(headers.find((header) => header.name === 'from')?.value ?? '')[0]?.split('@')[1];
  const added = [
    `Return-Path: <${envelope.from}>`,
    `Delivered-To: ${envelope.to}`,
    `Authentication-Results: ${AUTHSERV_ID}; dmarc=${verdict(envelope, fromDomain)} header.from=${fromDomain ?? 'unknown'}`,
    `Received: from client by ${AUTHSERV_ID} with ESMTP${envelope.account ? 'SA' : ''} for <${envelope.to}>; ${now.toUTCString()}`,
  ];
  return Buffer.concat([
    Buffer.from([...added, ...kept.map((header) => upToNull(header.raw))].join('\r\n'), 'latin1'),
    body,
  ]);
}

/** Postfix ends a header at a null byte. */
const upToNull = (raw: string) => raw.split('\0')[0] ?? '';

const isForged = (name: string, value: string) =>
  name === 'authentication-results' && value.toLowerCase().startsWith(AUTHSERV_ID);

function verdict(envelope: Envelope, fromDomain: string | undefined): 'pass' | 'fail' | 'none' {
  if (envelope.account) return 'pass';
  return fromDomain === LOCAL_DOMAIN ? 'fail' : 'none';
}

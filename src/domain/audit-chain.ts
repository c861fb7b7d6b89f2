/*
 * The record as lines of text. Each says the hash of the one before and its own, so nothing can be changed, taken out, put in
 * or moved without a line that no longer fits. A line is canonical JSON (RFC 8785): there is one way to write it.
 */

import { createHash } from 'node:crypto';
import type { AuditEntry, AuditHead } from './audit.ts';
import { compare } from './compare.ts';

/** An entry in its place. */
export interface AuditLine extends AuditEntry {
  /** From 1, without gaps. */
  readonly seq: number;
  /** Hash of the entry before. */
  readonly prev: string;
  /** SHA-256 over the canonical JSON of everything else. */
  readonly hash: string;
}

/** The entries as the lines that follow `after`, and the head with them. */
export function chained(
  after: AuditHead,
  entries: readonly AuditEntry[],
): { readonly lines: readonly string[]; readonly head: AuditHead } {
  let head = after;
  const lines = entries.map((entry) => {
    const content = { ...entry, seq: head.seq + 1, prev: head.hash };
    head = { seq: content.seq, hash: hashOf(content) };
    return canonicalJson({ ...content, hash: head.hash });
  });
  return { lines, head };
}

/** Of an entry with `seq` and `prev`, without its own hash. */
export const hashOf = (content: object): string =>
  `sha256:${createHash('sha256').update(canonicalJson(content)).digest('hex')}`;

/** Plain JSON in the one way of RFC 8785: keys in order, no spaces. */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const fields = Object.entries(value).toSorted(([a], [b]) => compare(a, b));
  return `{${fields.map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`).join(',')}}`;
}

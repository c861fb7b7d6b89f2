import { AUDIT_KINDS, type AuditEntry, type AuditKind, type AuditPage } from '../../../src/domain/audit.ts';
import type { AuditLine } from '../../../src/domain/audit-chain.ts';

/** What somebody wants to see of the record; what is empty says nothing. */
export interface AuditFilter {
  /** Of a request, or the beginning of it. */
  readonly reference: string;
  /** Directory id. */
  readonly by: string;
  readonly kind: AuditKind | '';
  /** ISO 8601; entries from then on, and before then. */
  readonly since: string | undefined;
  readonly until: string | undefined;
}

export const NO_FILTER: AuditFilter = { reference: '', by: '', kind: '', since: undefined, until: undefined };
export const KINDS = AUDIT_KINDS;

export function isWanted({ reference, by, kind, since, until }: AuditFilter, entry: AuditEntry): boolean {
  return (
    (reference === '' || (entry.reference ?? '').startsWith(reference.trim().toUpperCase())) &&
    (by === '' || entry.by.toLowerCase() === by.trim().toLowerCase()) &&
    (kind === '' || entry.kind === kind) &&
    (since === undefined || Date.parse(entry.at) >= Date.parse(since)) &&
    (until === undefined || Date.parse(entry.at) < Date.parse(until))
  );
}

/** Asks for what comes after a number. */
export type ReadAfter = (after: number) => Promise<AuditPage>;

/** Entries `first` to `last`, the newest first; a line that cannot be read is left to `berth audit verify`. */
export async function readBetween(read: ReadAfter, first: number, last: number): Promise<AuditLine[]> {
  const lines = new Map<number, AuditLine>();
  for (let after: number | null = first - 1; after !== null && after < last; ) {
    const page: AuditPage = await read(after);
    for (const line of page.lines.flatMap(entryOf))
      if (line.seq >= first && line.seq <= last) lines.set(line.seq, line);
    after = page.next;
  }
  return [...lines.values()].toSorted((a, b) => b.seq - a.seq);
}

function entryOf(text: string): AuditLine[] {
  try {
    return [JSON.parse(text) as AuditLine];
  } catch {
    return [];
  }
}

/** The whole record as it is exported: a line an entry, letter by letter as Berth has it. */
export async function readWhole(read: ReadAfter): Promise<string> {
  const all: string[] = [];
  for (let after: number | null = 0; after !== null; ) {
    const { lines, next }: AuditPage = await read(after);
    all.push(...lines);
    after = next;
  }
  return all.map((line) => `${line}\n`).join('');
}

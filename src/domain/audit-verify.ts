/*
 * Whether the record is whole, told from its lines alone. Whoever can write the whole of it anew can make another one that is
 * whole as well: only a head that was noted elsewhere tells the two apart.
 */
import { AUDIT_START, type AuditHead } from './audit.ts';
import { type AuditLine, canonicalJson, hashOf } from './audit-chain.ts';

export interface AuditFinding {
  /** From 1; the line it was found at. */
  readonly line: number;
  /** `cut-off`: the end is not here, or is another than it was. */
  readonly what: 'changed' | 'missing' | 'reordered' | 'added' | 'cut-off';
  /** For people. */
  readonly text: string;
}

/** What is known of the record from elsewhere: how many entries it had, and the hash of the last of them. */
export interface KnownEnd {
  readonly seq?: number;
  readonly hash?: string;
}

export interface VerifyOptions {
  readonly known?: KnownEnd;
  /** The lines are some of the record's: that others are not among them says nothing. */
  readonly isPart?: boolean;
}

export interface Verified {
  /** Of the last line that is an entry; null without any. */
  readonly head: AuditHead | null;
  /** None: the record is whole. */
  readonly findings: readonly AuditFinding[];
}

/** A line as it was read; `entry` only when it is exactly one that Berth could have written. */
interface Read {
  readonly line: number;
  readonly entry: AuditLine | null;
}

/** How far the walk along the lines has come. */
interface Walk {
  readonly isPart: boolean;
  /** Numbers of all entries, in order: by them what is missing is told from what stands elsewhere. */
  readonly present: readonly number[];
  readonly passed: Set<number>;
  readonly findings: AuditFinding[];
  last: AuditLine | null;
  /** Lines that are no entries, since the last that was one. */
  broken: number;
}

/** Walks along the lines, and says of each that does not fit why. */
export function verifyRecord(lines: readonly string[], { known = {}, isPart = false }: VerifyOptions = {}): Verified {
  const read = lines.map((text, at): Read => ({ line: at + 1, entry: entryOf(text) }));
  const entries = read.flatMap(({ entry }) => entry ?? []);
  const present = [...new Set(entries.map(({ seq }) => seq))].toSorted((a, b) => a - b);
  const walk: Walk = { isPart, present, passed: new Set(), findings: [], last: null, broken: 0 };
  for (const { line, entry } of read) {
    if (entry) step(walk, line, entry);
    else noEntry(walk, line);
  }
  walk.findings.push(...checkEnd(entries, known, lines.length));
  return { head: headOf(walk.last), findings: walk.findings };
}

/** The head that a line makes; null when it is not one that Berth wrote. */
export const headOfLine = (line: string): AuditHead | null => headOf(entryOf(line));

const headOf = (entry: AuditLine | null): AuditHead | null => entry && { seq: entry.seq, hash: entry.hash };

/** The text must be the one way to write it: otherwise a key that is there twice could say two things. */
function entryOf(text: string): AuditLine | null {
  const value = parsed(text);
  if (typeof value !== 'object' || value === null || !('hash' in value)) return null;
  const { hash, ...content } = value as AuditLine;
  const isEntry = Number.isSafeInteger(content.seq) && content.seq > 0 && typeof content.prev === 'string';
  return isEntry && canonicalJson(value) === text && hashOf(content) === hash ? (value as AuditLine) : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function noEntry(walk: Walk, line: number): void {
  walk.broken += 1;
  find(walk, line, 'changed', 'not as Berth wrote it, for it does not have the hash that it names');
}

function step(walk: Walk, line: number, entry: AuditLine): void {
  const { seq } = entry;
  const expected = (walk.last?.seq ?? 0) + 1;
  if (walk.passed.has(seq)) return find(walk, line, 'added', `entry ${seq} is there a second time`);
  walk.passed.add(seq);
  if (seq < expected) return find(walk, line, 'reordered', `entry ${seq} stands behind entry ${expected - 1}`);
  if (!walk.isPart) findGap(walk, line, expected, seq);
  if (seq === expected && walk.broken === 0) findBreak(walk, line, entry);
  walk.last = entry;
  walk.broken = 0;
}

/** Numbers that are left out, but for those that stand elsewhere, and those that broken lines may have had. */
function findGap(walk: Walk, line: number, expected: number, seq: number): void {
  const elsewhere = countBelow(walk.present, seq) - countBelow(walk.present, expected);
  const missing = seq - expected - elsewhere - walk.broken;
  if (missing <= 0) return;
  const range = seq - expected === 1 ? `entry ${expected}` : `entries ${expected} to ${seq - 1}`;
  const which = missing < seq - expected ? `${missing} of ${range}` : range;
  find(walk, line, 'missing', `${which} ${missing === 1 ? 'is' : 'are'} missing before it`);
}

/** How many of the numbers, which are in order, are smaller. */
function countBelow(numbers: readonly number[], limit: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

function findBreak(walk: Walk, line: number, { seq, prev }: AuditLine): void {
  if (prev === (walk.last ?? AUDIT_START).hash) return;
  find(
    walk,
    line,
    'changed',
    `entry ${seq} follows another entry ${seq - 1} than the one before it: one of them was replaced`,
  );
}

function find({ findings }: Walk, line: number, what: AuditFinding['what'], text: string): void {
  findings.push({ line, what, text: `Line ${line}: ${text}.` });
}

/** Whether the record reaches as far as it once did, and was the same there. */
function checkEnd(entries: readonly AuditLine[], { seq, hash }: KnownEnd, line: number): AuditFinding[] {
  const cutOff = (text: string): AuditFinding[] => [{ line, what: 'cut-off', text }];
  const last = entries.reduce((highest, entry) => Math.max(highest, entry.seq), 0);
  if (seq !== undefined && last < seq) return cutOff(`The record ends with entry ${last}, but had ${seq} entries.`);
  if (hash === undefined) return [];
  const isThere = entries.some((entry) => entry.hash === hash && (seq === undefined || entry.seq === seq));
  const which = seq === undefined ? 'No entry' : `Entry ${seq} is not the one that`;
  if (isThere || (seq === 0 && hash === AUDIT_START.hash)) return [];
  return cutOff(`${which} has the hash ${hash}: the record was cut off, or written anew.`);
}

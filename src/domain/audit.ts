/*
 * The record for auditors: what people and policy decided, and what was done that nobody had to approve. Whoever sees it
 * happen gives an entry; one keeper brings all of them into one order, for good. People stand here by their directory ids.
 */
import { withoutAddresses } from './addresses.ts';

/**
 * `decision`: what a person or the policy said, also refused; `policy`: what the policy answered; `absence`: who stands in for
 * whom; `repair`: what was done about a request that could not go on; `freeze`; `act`: anything else that people did by right.
 */
export const AUDIT_KINDS = ['decision', 'policy', 'absence', 'repair', 'freeze', 'act'] as const;
export type AuditKind = (typeof AUDIT_KINDS)[number];

/** Something that happened, in the words of whoever saw it. */
export interface AuditFact {
  readonly kind: AuditKind;
  /** Directory id; `policy` and `berth` for what no person did. */
  readonly by: string;
  /** A sentence for people, such as `approve through slack`. */
  readonly what: string;
  /** What it was about, by kind. Plain JSON. */
  readonly facts: Readonly<Record<string, unknown>>;
}

/** The same with when and where it happened. */
export interface AuditEntry extends AuditFact {
  /** Of this entry alone: told twice, it is entered once. */
  readonly id: string;
  /** ISO 8601. */
  readonly at: string;
  /** Of the request; null for what is about none. */
  readonly reference: string | null;
}

/** Longer words are cut: they are people's, and an entry has to fit into a message. */
const MOST_CHARACTERS = 2_000;

/** An entry without addresses, bounded in length. */
export function auditEntry(fact: AuditFact, where: Pick<AuditEntry, 'id' | 'at' | 'reference'>): AuditEntry {
  const { kind, by, what, facts } = fact;
  return withoutAddresses(shortened({ ...where, kind, by, what, facts }));
}

function shortened<T>(value: T): T {
  const cut = (_: string, text: unknown) =>
    typeof text === 'string' && text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
  return JSON.parse(JSON.stringify(value, cut)) as T;
}

/** Up to where the record is written: the number of its last entry and its hash. */
export interface AuditHead {
  readonly seq: number;
  /** `sha256:` and 64 hexadecimal digits. */
  readonly hash: string;
}

/** Before the first entry. */
export const AUDIT_START: AuditHead = { seq: 0, hash: `sha256:${'0'.repeat(64)}` };

/** What the keeper knows: up to where Git has the record, and what comes after it, in order. */
export interface AuditTail {
  /** Null until it was read from Git. */
  readonly head: AuditHead | null;
  readonly entries: readonly AuditEntry[];
  /** Why the last try to write it failed; null when it did not. */
  readonly problem: string | null;
}

/** Entries that go into one file, and the month it is filed under, `2026/11`: both stay until it is written. */
export interface AuditBatch {
  readonly month: string;
  readonly entries: readonly AuditEntry[];
}

/** Some lines of the record, in order: whether they are whole is for whoever reads them to find out. */
export interface AuditPage {
  readonly lines: readonly string[];
  /** Ask for what comes after this number; null at the end. */
  readonly next: number | null;
}

/** Up to where the record goes, with what is not in Git yet. */
export interface AuditEnd extends AuditHead {
  /** Number of entries in Git. */
  readonly inGit: number;
  /** Why the others could not be written; null while nothing is wrong. */
  readonly problem: string | null;
}

const digits = (seq: number) => String(seq).padStart(10, '0');

/** Where a batch lies in the ledger's branch: `audit/2026/11/0000000101-0000000200.jsonl`. */
export function auditPath({ month, entries }: AuditBatch, after: AuditHead): string {
  return `audit/${month}/${digits(after.seq + 1)}-${digits(after.seq + entries.length)}.jsonl`;
}

/** First and last number of the entries in a file of the record; undefined for other files. */
export function readAuditPath(path: string): { first: number; last: number } | undefined {
  const [, first, last] = /^audit\/\d{4}\/\d\d\/(\d{10,})-(\d{10,})\.jsonl$/.exec(path) ?? [];
  return first === undefined || last === undefined ? undefined : { first: Number(first), last: Number(last) };
}

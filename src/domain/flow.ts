/* How requests flow, told from what the ledger keeps of closed ones: how many ended how, and what took how long. */
import type { LedgerEntry } from './ledger.ts';
import type { Phase } from './status.ts';
import { STEPS, type StepName } from './steps.ts';

/** What the ledger has of some months. */
export interface ClosedMonths {
  /** All that were closed, by month, the latest first. */
  readonly months: readonly { readonly month: string; readonly closed: number }[];
  /** Those that were read; fewer where there are too many, drawn by references, which say nothing of how it went. */
  readonly entries: readonly LedgerEntry[];
}

/** How long something took, over all that have done it; milliseconds. */
export interface Spread {
  readonly count: number;
  /** Half of them took no longer. */
  readonly medianMs: number;
  /** Nine of ten took no longer. */
  readonly nineTenthsMs: number;
}

export interface Flow {
  readonly months: ClosedMonths['months'];
  /** Of how many the rest is told. */
  readonly read: number;
  /** How many were closed. */
  readonly of: number;
  /** The most frequent first. */
  readonly outcomes: readonly { readonly outcome: Phase; readonly count: number }[];
  /** From being asked for to being ready, of those that became so; null without any. */
  readonly leadTime: Spread | null;
  /** Steps that somebody has gone through, in their order. */
  readonly steps: readonly (Spread & { readonly step: StepName })[];
}

export function flowOf({ months, entries }: ClosedMonths): Flow {
  const ready = entries.filter(({ outcome }) => outcome === 'ready');
  return {
    months,
    read: entries.length,
    of: months.reduce((sum, { closed }) => sum + closed, 0),
    outcomes: outcomesOf(entries),
    leadTime: spreadOf(ready.flatMap(({ openedAt, closedAt }) => between(openedAt, closedAt))),
    steps: STEPS.flatMap((step) => {
      const spread = spreadOf(entries.flatMap((entry) => timeIn(step, entry)));
      return spread ? [{ step, ...spread }] : [];
    }),
  };
}

function outcomesOf(entries: readonly LedgerEntry[]): Flow['outcomes'] {
  const counts = new Map<Phase, number>();
  for (const { outcome } of entries) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  return [...counts].map(([outcome, count]) => ({ outcome, count })).toSorted((a, b) => b.count - a.count);
}

/** A step that was skipped, failed or never ended says nothing of how long it takes. */
const timeIn = (step: StepName, { steps }: LedgerEntry): number[] =>
  steps.flatMap(({ name, status, startedAt, endedAt }) =>
    name === step && status === 'done' && startedAt !== undefined && endedAt !== undefined
      ? between(startedAt, endedAt)
      : [],
  );

/** None for times that cannot be, such as an end before the begin. */
function between(from: string, until: string): number[] {
  const ms = Date.parse(until) - Date.parse(from);
  return ms >= 0 ? [ms] : [];
}

/** Null: nothing was measured. */
export function spreadOf(measured: readonly number[]): Spread | null {
  if (measured.length === 0) return null;
  const sorted = measured.toSorted((a, b) => a - b);
  return {
    count: sorted.length,
    medianMs: medianOf(sorted),
    nineTenthsMs: at(sorted, Math.ceil(sorted.length * 0.9) - 1),
  };
}

function medianOf(sorted: readonly number[]): number {
  const middle = (sorted.length - 1) / 2;
  return (at(sorted, Math.floor(middle)) + at(sorted, Math.ceil(middle))) / 2;
}

const at = (sorted: readonly number[], place: number): number => sorted[place] ?? 0;

/** This month and so many in all, the latest first: `2026-11`, `2026-10`. */
export function lastMonths(now: Date, count: number): string[] {
  return Array.from({ length: count }, (_, back) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1)).toISOString().slice(0, 7),
  );
}

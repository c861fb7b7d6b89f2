/* What the keeper of the record keeps. Plain JSON, handed from run to run. */
import type { AuditBatch, AuditEntry, AuditHead } from './audit.ts';

export interface Kept {
  /** Up to where Git has the record; null until it was read. */
  readonly head: AuditHead | null;
  /** Being written now, or until it can be. */
  readonly batch: AuditBatch | null;
  /** After the batch, in the order in which they came. */
  readonly waiting: readonly AuditEntry[];
  /** Ids of the entries that came last: one may be told twice. */
  readonly seen: readonly string[];
}

export const NOTHING_KEPT: Kept = { head: null, batch: null, waiting: [], seen: [] };

/** Whoever tells an entry again does so within minutes. */
const MOST_SEEN = 2_000;

/** With these entries, each once. */
export function withEntries(kept: Kept, entries: readonly AuditEntry[]): Kept {
  const seen = new Set(kept.seen);
  const fresh = entries.filter(({ id }) => {
    const isNew = !seen.has(id);
    seen.add(id);
    return isNew;
  });
  return { ...kept, waiting: [...kept.waiting, ...fresh], seen: [...seen].slice(-MOST_SEEN) };
}

/** So many entries, or so many characters of JSON, are a file. */
export const FULL_BATCH = 100;
const MOST_CHARACTERS = 250_000;

/** Takes what comes next into a batch, unless one is under way. @param now ISO 8601. */
export function withBatch(kept: Kept, now: string): Kept {
  const count = fitting(kept.waiting);
  if (kept.batch || count === 0) return kept;
  const [year, month] = now.split('-');
  const batch = { month: `${year}/${month}`, entries: kept.waiting.slice(0, count) };
  return { ...kept, batch, waiting: kept.waiting.slice(count) };
}

/** How many of the first ones fit into a file; one always does. */
function fitting(entries: readonly AuditEntry[]): number {
  let [count, characters] = [0, 0];
  for (const entry of entries.slice(0, FULL_BATCH)) {
    characters += JSON.stringify(entry).length;
    if (characters > MOST_CHARACTERS && count > 0) break;
    count += 1;
  }
  return count;
}

/** The batch is written, up to this head. */
export const withWritten = (kept: Kept, head: AuditHead): Kept => ({ ...kept, head, batch: null });

/** What Git does not have yet, in order. */
export const unwritten = ({ batch, waiting }: Kept): AuditEntry[] => [...(batch?.entries ?? []), ...waiting];

/*
 * The one keeper of the record for auditors. It brings entries into one order, each once, and writes them to Git by batches;
 * until then they are safe here. It cannot be cancelled: what it was told would be lost.
 */
import {
  CancellationScope,
  condition,
  continueAsNew,
  setCurrentDetails,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import {
  FULL_BATCH,
  type Kept,
  NOTHING_KEPT,
  unwritten,
  withBatch,
  withEntries,
  withWritten,
} from '../domain/audit-keeping.ts';
import { isTransient } from '../domain/failures.ts';
import { type Failure, failureOf } from './failure-of.ts';
import { notifications, recordFiles } from './gateways.ts';
import { auditTailQuery, recordSignal } from './messages.ts';

/** An entry is in Git after this long, while Git can be written. */
const WRITE_AFTER_MS = 600_000;
const TRY_AGAIN_AFTER_MS = 300_000;

/** Temporal takes ten thousand signals a run and refuses more; whoever sends them then tries again. */
const MOST_SIGNALS = 500;
/** Characters that one run hands to the next; two megabytes are Temporal's limit. */
const MOST_CARRIED = 1_000_000;

interface Keeper {
  kept: Kept;
  /** Why the last try to write failed; null when it did not. */
  problem: string | null;
  signals: number;
}

/** @param carried what an earlier run left; nothing when it is the first. */
export async function auditKeeper(carried: Kept = NOTHING_KEPT): Promise<void> {
  const keeper: Keeper = { kept: carried, problem: null, signals: 0 };
  setHandler(auditTailQuery, () => ({
    head: keeper.kept.head,
    entries: unwritten(keeper.kept),
    problem: keeper.problem,
  }));
  setHandler(recordSignal, (entries) => {
    keeper.signals += 1;
    keeper.kept = withEntries(keeper.kept, entries);
  });
  await CancellationScope.nonCancellable(() => keep(keeper));
}

async function keep(keeper: Keeper): Promise<never> {
  const isLong = () => keeper.signals >= MOST_SIGNALS || workflowInfo().continueAsNewSuggested;
  const count = () => unwritten(keeper.kept).length;
  while (!isLong() || JSON.stringify(keeper.kept).length > MOST_CARRIED) {
    await condition(() => count() > 0 || isLong());
    await condition(() => count() >= FULL_BATCH || isLong(), WRITE_AFTER_MS);
    await writeOrPause(keeper);
    show(keeper);
  }
  return continueAsNew<typeof auditKeeper>(keeper.kept);
}

async function writeOrPause(keeper: Keeper): Promise<void> {
  try {
    await write(keeper);
    keeper.problem = null;
  } catch (error) {
    const failure = failureOf(error);
    await tellOperators(keeper, failure);
    keeper.problem = failure.message;
    show(keeper);
    await sleep(failure.retryAfterMs ?? TRY_AGAIN_AFTER_MS, { summary: 'Try again to write the record' });
  }
}

/** What has come in meanwhile stays: only what is done is taken out. */
async function write(keeper: Keeper): Promise<void> {
  keeper.kept = withBatch(keeper.kept, new Date().toISOString());
  const { head, batch } = keeper.kept;
  if (!batch) return;
  const after = head ?? (await recordFiles.readRecordHead());
  keeper.kept = { ...keeper.kept, head: after };
  const written = await recordFiles.writeRecord({ after, batch });
  keeper.kept = withWritten(keeper.kept, written);
}

/** Once, when it began, of what does not pass by itself. */
async function tellOperators({ kept, problem }: Keeper, { type, message }: Failure): Promise<void> {
  if (isTransient(type) || problem !== null) return;
  const what = `not-written-${kept.head?.seq ?? 0}`;
  const text = `The record for auditors cannot be written: ${message}`;
  await notifications.announceInSlack({ reference: 'audit', what, text, people: [] }).catch(failureOf);
}

function show({ kept, problem }: Keeper): void {
  const lines = [`${kept.head?.seq ?? 0} entries in Git, ${unwritten(kept).length} not yet`];
  setCurrentDetails([...lines, ...(problem === null ? [] : [`Could not be written: ${problem}`])].join('\n'));
}

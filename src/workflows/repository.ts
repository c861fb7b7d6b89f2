/* The fleet repository's own workflow: merges one at a time, in the order of asking; what is blocked lets others pass. */
import { condition, continueAsNew, setCurrentDetails, setHandler, workflowInfo } from '@temporalio/workflow';
import { isTransient } from '../domain/failures.ts';
import { type Failure, failureOf } from './failure-of.ts';
import { freezes, merges, repositoryReads } from './gateways.ts';
import {
  hintSignal,
  type MergeAnswer,
  type MergeOrder,
  mergeDelayedSignal,
  mergedSignal,
  mergeLineQuery,
  queueMergeSignal,
} from './messages.ts';
import { tellRequest } from './tell-request.ts';

interface Queued extends MergeOrder {
  /** How often it was tried and had to let others pass. */
  readonly tries: number;
  /** It lets others pass until then; milliseconds since 1970. */
  readonly notBefore: number;
}

const MOST_TRIES = 10;
const PAUSE_MS = 5_000;
const SWEEP_EVERY_MS = 120_000;

/** What one run hands to the next. */
interface Carried {
  readonly queue: readonly Queued[];
  /** From when on the next sweep looks; ISO 8601. */
  readonly sweptUntil: string;
}

/** Those who want to merge, in the order of asking. */
interface Line {
  readonly queue: Queued[];
  /** Nobody is served before; milliseconds since 1970. */
  heldUntil: number;
}

/** @param carried what an earlier run left; nothing when it is the first. */
export async function repository(carried?: Carried): Promise<void> {
  const line: Line = { queue: [...(carried?.queue ?? [])], heldUntil: 0 };
  let sweptUntil = carried?.sweptUntil ?? new Date().toISOString();
  let sweepAt = Date.now() + SWEEP_EVERY_MS;
  setHandler(queueMergeSignal, (order) => enqueue(line.queue, order));
  setHandler(mergeLineQuery, () => line.queue.map(({ reference }) => reference));
  while (!workflowInfo().continueAsNewSuggested) {
    const wakeAt = Math.min(sweepAt, ...line.queue.map((order) => servedFrom(line, order)));
    await condition(() => firstIn(line) !== undefined, Math.max(1, wakeAt - Date.now()));
    const order = firstIn(line);
    if (order) await serve(line, order);
    if (Date.now() < sweepAt) continue;
    sweptUntil = await sweep(sweptUntil);
    sweepAt = Date.now() + SWEEP_EVERY_MS;
  }
  await continueAsNew<typeof repository>({ queue: line.queue, sweptUntil });
}

const servedFrom = ({ heldUntil }: Line, { notBefore }: Queued) => Math.max(heldUntil, notBefore);

const firstIn = (line: Line) => line.queue.find((order) => servedFrom(line, order) <= Date.now());

/** Hints the requests whose pull request changed: a webhook may have been lost. A sweep that fails looks again later. */
async function sweep(since: string): Promise<string> {
  try {
    const { references, until } = await repositoryReads.sweepPullRequests({ since });
    for (const reference of references) await tellRequest(reference, hintSignal, { system: 'github' });
    return until;
  } catch (error) {
    setCurrentDetails(`The last sweep failed: ${failureOf(error).message}`);
    return since;
  }
}

/** A request stands in line once; asking again with a new head replaces its place's content. */
function enqueue(queue: Queued[], order: MergeOrder): void {
  const fresh = { ...order, tries: 0, notBefore: 0 };
  const at = queue.findIndex((queued) => queued.reference === order.reference);
  if (at >= 0) queue[at] = fresh;
  else queue.push(fresh);
}

async function serve(line: Line, order: Queued): Promise<void> {
  const { queue } = line;
  setCurrentDetails(`Merging ${order.reference}; ${queue.length} in line`);
  const failure = await mergeUnlessFrozen(order);
  if (failure?.retryAfterMs !== undefined) return hold(line, failure.message, failure.retryAfterMs);
  const passes = failure && isTransient(failure.type) && order.tries < MOST_TRIES;
  const later = { ...order, tries: order.tries + 1, notBefore: Date.now() + PAUSE_MS };
  // Whoever has asked again meanwhile keeps the place, with what was asked last.
  const at = queue.indexOf(order);
  if (at >= 0) queue.splice(at, 1, ...(passes ? [later] : []));
  if (failure && !passes) await answer(order, { failure });
}

/** A freeze may have begun since it joined the line: then it leaves the line, to be looked at once more when that is over. */
async function mergeUnlessFrozen(order: MergeOrder): Promise<Failure | undefined> {
  try {
    const isFrozen = (await freezes.findWindow(order)) !== null;
    await answer(order, isFrozen ? { frozen: true } : await merges.mergePullRequest(order));
    return undefined;
  } catch (error) {
    return failureOf(error);
  }
}

/** A limit is nobody's own: all keep their places, and are told until when. */
async function hold(line: Line, text: string, forMs: number): Promise<void> {
  line.heldUntil = Date.now() + forMs;
  setCurrentDetails(`${text} ${line.queue.length} in line`);
  const delay = { text, until: new Date(line.heldUntil).toISOString() };
  await Promise.all(line.queue.map(({ reference }) => tellRequest(reference, mergeDelayedSignal, delay)));
}

const answer = ({ reference }: MergeOrder, result: MergeAnswer): Promise<void> =>
  tellRequest(reference, mergedSignal, result);

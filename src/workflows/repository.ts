/* The fleet repository's own workflow: merges one at a time, in the order of asking; what is blocked lets others pass. */
import {
  condition,
  continueAsNew,
  getExternalWorkflowHandle,
  setCurrentDetails,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import { isTransient } from '../domain/failures.ts';
import { requestWorkflowId } from '../domain/naming.ts';
import { type Failure, failureOf } from './failure-of.ts';
import { repository as github, repositoryReads } from './gateways.ts';
import { hintSignal, type MergeOrder, mergedSignal, queueMergeSignal } from './messages.ts';

interface Queued extends MergeOrder {
  /** How often it was tried and had to let others pass. */
  readonly tries: number;
}

const MOST_TRIES = 10;
const PAUSE_SECONDS = 5;
const SWEEP_EVERY_MS = 120_000;

/** What one run hands to the next. */
interface Carried {
  readonly queue: readonly Queued[];
  /** From when on the next sweep looks; ISO 8601. */
  readonly sweptUntil: string;
}

/** @param carried what an earlier run left; nothing when it is the first. */
export async function repository(carried?: Carried): Promise<void> {
  const queue = [...(carried?.queue ?? [])];
  let sweptUntil = carried?.sweptUntil ?? new Date().toISOString();
  let sweepAt = Date.now() + SWEEP_EVERY_MS;
  setHandler(queueMergeSignal, (order) => enqueue(queue, order));
  while (!workflowInfo().continueAsNewSuggested) {
    if (await condition(() => queue.length > 0, Math.max(1, sweepAt - Date.now()))) await serve(queue);
    if (Date.now() < sweepAt) continue;
    sweptUntil = await sweep(sweptUntil);
    sweepAt = Date.now() + SWEEP_EVERY_MS;
  }
  await continueAsNew<typeof repository>({ queue, sweptUntil });
}

/** Hints the requests whose pull request changed: a webhook may have been lost. A sweep that fails looks again later. */
async function sweep(since: string): Promise<string> {
  try {
    const { references, until } = await repositoryReads.sweepPullRequests({ since });
    for (const reference of references) await hint(reference);
    return until;
  } catch (error) {
    setCurrentDetails(`The last sweep failed: ${failureOf(error).message}`);
    return since;
  }
}

const hint = (reference: string) =>
  getExternalWorkflowHandle(requestWorkflowId(reference)).signal(hintSignal, { system: 'github' }).catch(ignoreEnded);

/** A request that has ended needs no signal. */
const ignoreEnded = (): undefined => undefined;

/** A request stands in line once; asking again with a new head replaces its place's content. */
function enqueue(queue: Queued[], order: MergeOrder): void {
  const at = queue.findIndex((queued) => queued.reference === order.reference);
  if (at >= 0) queue[at] = { ...order, tries: 0 };
  else queue.push({ ...order, tries: 0 });
}

async function serve(queue: Queued[]): Promise<void> {
  const order = queue[0] as Queued;
  setCurrentDetails(`Merging ${order.reference}; ${queue.length - 1} behind it`);
  const failure = await merge(order);
  const current = queue.shift();
  if (current && current !== order) queue.unshift(current);
  if (!failure) return;
  if (isTransient(failure.type) && order.tries < MOST_TRIES) await letOthersPass(queue, order);
  else await answer(order, { failure });
}

async function merge(order: MergeOrder): Promise<Failure | undefined> {
  try {
    const { mergeSha } = await github.mergePullRequest(order);
    await answer(order, { mergeSha });
    return undefined;
  } catch (error) {
    return failureOf(error);
  }
}

async function letOthersPass(queue: Queued[], order: Queued): Promise<void> {
  queue.push({ ...order, tries: order.tries + 1 });
  if (queue.length === 1) await sleep(PAUSE_SECONDS * 1000, { summary: `${order.reference} is not mergeable yet` });
}

/** Tells the request; one that has ended meanwhile needs no answer. */
async function answer(order: MergeOrder, result: { mergeSha?: string; failure?: Failure }): Promise<void> {
  const request = getExternalWorkflowHandle(requestWorkflowId(order.reference));
  await request.signal(mergedSignal, result).catch(ignoreEnded);
}

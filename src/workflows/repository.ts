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
import { repository as github } from './gateways.ts';
import { type MergeOrder, mergedSignal, queueMergeSignal } from './messages.ts';

interface Queued extends MergeOrder {
  /** How often it was tried and had to let others pass. */
  readonly tries: number;
}

const MOST_TRIES = 10;
const PAUSE_SECONDS = 5;

/** @param waiting orders carried over from an earlier run. */
export async function repository(waiting: Queued[] = []): Promise<void> {
  const queue = [...waiting];
  setHandler(queueMergeSignal, (order) => enqueue(queue, order));
  while (!workflowInfo().continueAsNewSuggested) {
    await condition(() => queue.length > 0);
    await serve(queue);
  }
  await continueAsNew<typeof repository>(queue);
}

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
  await request.signal(mergedSignal, result).catch(() => undefined);
}

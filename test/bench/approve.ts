/*
 * How long it takes from a decision until the merge begins: with nothing else going on and the request in the worker's
 * memory, then with the request evicted from it, then the same among thousands that wait. Where nothing waits, the
 * ratio of the first two is the price of replaying a request; the ratio of the last two is that of the crowd.
 */
import { availableParallelism, loadavg } from 'node:os';
import type { Client, WorkflowHandle } from '@temporalio/client';
import { requestWorkflowId } from '../../src/domain/naming.ts';
import { referenceOf } from '../../src/domain/reference.ts';
import type { RequestStatus } from '../../src/domain/status.ts';
import { decideUpdate, TASK_QUEUES, WORKFLOWS } from '../../src/workflows/messages.ts';
import { requestInput, SPEC_HASH } from '../support/scripted-activities.ts';
import { type ApproveStage, KEPT, setApproveStage } from './approve-stage.ts';
import { questionOf, statusIn } from './berth.ts';
import { follow } from './follow.ts';
import { approvalOf } from './request.ts';
import { clock } from './statistics.ts';

export interface ApproveOptions {
  /** Requests that wait for a decision nobody makes. */
  readonly waiting: number;
  /** Decisions of each kind. */
  readonly requests: number;
  readonly say: (line: string) => void;
}

export interface Decided {
  /** From sending the decision until the merge began, in milliseconds; of each decision. */
  readonly ms: readonly number[];
  /** Workflow tasks that did not find their workflow in memory: at least one for each decision, if all were evicted. */
  readonly replays: number;
}

export interface ApproveResult {
  /** Nothing else going on, and the request is in the worker's memory. */
  readonly idle: Decided;
  /** Nothing else going on, and the request was evicted. */
  readonly evicted: Decided;
  /** Evicted, among those that wait. */
  readonly crowd: Decided;
  readonly waiting: number;
  /** Load of the machine over the last minute, before and after, beside its processors. */
  readonly machine: { readonly cpus: number; readonly loadBefore: number; readonly loadAfter: number };
}

/** A request whose approvers have been asked. */
interface Asked {
  readonly reference: string;
  readonly handle: WorkflowHandle;
}

/** Fewer than the worker keeps, or they would evict each other while they are made. */
const IN_FLIGHT = KEPT / 2;
const SAY_EVERY = 250;
const WARM_UP = 10;
const LIFETIME_MS = 3_600_000;

export async function benchApprove(options: ApproveOptions): Promise<ApproveResult> {
  const loadBefore = load();
  options.say('Starting Temporal and the worker');
  const stage = await setApproveStage();
  // Calls that wait for a dead worker cannot be closed: then the end of this process ends all that was started.
  return Promise.race([measureAll(stage, options, loadBefore), stage.workerDied]);
}

async function measureAll(stage: ApproveStage, options: ApproveOptions, loadBefore: number): Promise<ApproveResult> {
  try {
    return await measure(stage, options, loadBefore);
  } finally {
    await stage.stop();
  }
}

const load = () => loadavg()[0] ?? Number.NaN;

async function measure(stage: ApproveStage, options: ApproveOptions, loadBefore: number): Promise<ApproveResult> {
  const { waiting, requests, say } = options;
  say('Warming up');
  for (let n = 0; n < WARM_UP; n++) await decide(stage, await untilAsked(stage.client));
  say(`${requests} decisions on an idle system`);
  const idle = await decideFresh(stage, requests);
  say(`${requests} decisions on an idle system, after others have taken their place in memory`);
  const evicted = await decideEvicted(stage, requests, 2 * KEPT, say);
  say(`${requests} decisions while ${waiting} requests wait`);
  const crowd = await decideEvicted(stage, requests, Math.max(waiting, 2 * KEPT), say);
  const machine = { cpus: availableParallelism(), loadBefore, loadAfter: load() };
  return { idle, evicted, crowd, waiting, machine };
}

/** Each request is decided as soon as it waits. */
async function decideFresh(stage: ApproveStage, count: number): Promise<Decided> {
  const before = await stage.replays();
  const ms: number[] = [];
  for (let n = 0; n < count; n++) ms.push(await decide(stage, await untilAsked(stage.client)));
  return { ms, replays: (await stage.replays()) - before };
}

/** The requests wait first, then so many others take their place in memory; then they are decided one by one. */
async function decideEvicted(
  stage: ApproveStage,
  count: number,
  others: number,
  say: ApproveOptions['say'],
): Promise<Decided> {
  const asked = await askMany(stage.client, count, () => {});
  await askMany(stage.client, others, (made) => say(`${made} of ${others} wait`));
  const before = await stage.replays();
  const ms: number[] = [];
  for (const one of asked) ms.push(await decide(stage, one));
  return { ms, replays: (await stage.replays()) - before };
}

async function askMany(client: Client, count: number, tell: (made: number) => void): Promise<Asked[]> {
  const asked: Asked[] = [];
  let begun = 0;
  const goOn = async () => {
    while (begun < count) {
      begun++;
      asked.push(await untilAsked(client));
      if (asked.length % SAY_EVERY === 0) tell(asked.length);
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, goOn));
  return asked;
}

/** Each has an environment of its own. */
let projects = 0;

/** Starts a request and waits until its lead has been asked. */
async function untilAsked(client: Client): Promise<Asked> {
  const project = `bench-${++projects}`;
  const reference = referenceOf(project);
  const workflowId = requestWorkflowId(reference);
  const handle = await client.workflow.start(WORKFLOWS.request, {
    workflowId,
    taskQueue: TASK_QUEUES.main,
    args: [requestInput(reference, { project })],
  });
  for await (const event of follow(client, workflowId)) {
    const status = statusIn(event);
    if (status && questionOf(sound(status)) === 'approval') return { reference, handle };
  }
  throw new Error(`${reference} ended before anybody was asked`);
}

/** @throws Error for one that needs a person: it would wait for ever. */
function sound(status: RequestStatus): RequestStatus {
  if (status.failure) throw new Error(`${status.reference}: ${status.failure.type}: ${status.failure.message}`);
  return status;
}

/** The lead approves. @returns the milliseconds until the merge began; the request has ended by then. */
async function decide({ begunOf, client }: ApproveStage, { reference, handle }: Asked): Promise<number> {
  const expires = new Date(Date.now() + LIFETIME_MS).toISOString();
  const decision = { ...approvalOf(reference, SPEC_HASH), expires };
  const started = clock();
  await handle.executeUpdate(decideUpdate, { args: [decision], updateId: decision.id });
  for await (const event of follow(client, handle.workflowId)) {
    const status = statusIn(event);
    if (status) sound(status);
  }
  return (await begunOf(reference)) - started;
}

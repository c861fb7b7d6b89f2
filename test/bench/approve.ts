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
  /** How long it may take in all: then it is measured with as many as there are. */
  readonly minutes: number;
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
  /** As many as were made in the time. */
  readonly waiting: number;
  /** Load of the machine over the last minute, before and after, beside its processors. */
  readonly machine: { readonly cpus: number; readonly loadBefore: number; readonly loadAfter: number };
}

/** Until when requests are made, and decided, by the clock of `statistics.ts`. */
interface Times {
  readonly making: number;
  readonly deciding: number;
}

interface Eviction {
  readonly count: number;
  /** Requests that take their place in memory. */
  readonly others: number;
  readonly times: Times;
  readonly say: ApproveOptions['say'];
}

/** A request whose approvers have been asked. */
interface Asked {
  readonly reference: string;
  readonly handle: WorkflowHandle;
}

/** Fewer than the worker keeps, or they would evict each other while they are made. */
const IN_FLIGHT = KEPT / 2;
const SAY_EVERY = 250;
const SAY_DECIDED_EVERY = 25;
const WARM_UP = 10;
/** Of the time, for making those that wait; the rest is for deciding. */
const MAKING_SHARE = 0.8;
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
  const { waiting, requests, minutes, say } = options;
  const began = clock();
  const times = { making: began + minutes * MAKING_SHARE * 60_000, deciding: began + minutes * 60_000 };
  say('Warming up');
  for (let n = 0; n < WARM_UP; n++) await decide(stage, await untilAsked(stage.client));
  say(`${requests} decisions on an idle system`);
  const idle = await decideFresh(stage, requests, times);
  say(`${requests} decisions on an idle system, after others have taken their place in memory`);
  const { decided: evicted } = await decideEvicted(stage, { count: requests, others: 2 * KEPT, times, say });
  say(`${requests} decisions while ${waiting} requests wait`);
  const others = Math.max(waiting, 2 * KEPT);
  const { decided: crowd, made } = await decideEvicted(stage, { count: requests, others, times, say });
  const machine = { cpus: availableParallelism(), loadBefore, loadAfter: load() };
  return { idle, evicted, crowd, waiting: made, machine };
}

/** Each request is decided as soon as it waits. */
async function decideFresh(stage: ApproveStage, count: number, { making }: Times): Promise<Decided> {
  const before = await stage.replays();
  const ms: number[] = [];
  for (let n = 0; n < count && !(n > 0 && clock() > making); n++)
    ms.push(await decide(stage, await untilAsked(stage.client)));
  return { ms, replays: (await stage.replays()) - before };
}

/** The requests wait first, then so many others take their place in memory; then they are decided one by one. */
async function decideEvicted(
  stage: ApproveStage,
  { count, others, times, say }: Eviction,
): Promise<{ readonly decided: Decided; readonly made: number }> {
  const asked = await askMany(stage.client, count, Number.POSITIVE_INFINITY, () => {});
  const { length: made } = await askMany(stage.client, others, times.making, (done) =>
    say(`${done} of ${others} wait`),
  );
  if (made < others) say(`Time is up for making them: ${made} of ${others} wait`);
  const before = await stage.replays();
  const ms: number[] = [];
  for (const one of asked) {
    if (ms.length > 0 && clock() > times.deciding) break;
    ms.push(await decide(stage, one));
    if (ms.length % SAY_DECIDED_EVERY === 0) say(`${ms.length} of ${count} decided`);
  }
  return { decided: { ms, replays: (await stage.replays()) - before }, made };
}

/** Makes so many, or fewer when the time is up. */
async function askMany(client: Client, count: number, until: number, tell: (made: number) => void): Promise<Asked[]> {
  const asked: Asked[] = [];
  let begun = 0;
  const goOn = async () => {
    while (begun < count && clock() < until) {
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

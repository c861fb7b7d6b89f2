/*
 * What the lifecycle costs beside what it is made of: the CPU time of Berth's worker for one request (c), against a
 * bare workflow with as many empty activities and messages (a) plus a plain script that makes the same calls to the
 * same systems (b). Only ratios mean anything; the machine's speed is in all three.
 */
import { runBare } from './bare.ts';
import { carryThrough } from './berth.ts';
import type { MeasuredProcess } from './measured-process.ts';
import { activityNames, type Counts, countsOf, type Stretch, shapeOf } from './shape.ts';
import { type BenchStage, setBenchStage } from './stage.ts';
import { median, percentile } from './statistics.ts';

export interface BenchOptions {
  /** Requests of each program in a round, one after another. */
  readonly requests: number;
  readonly rounds: number;
  /** Requests of the burst; 0 for none. */
  readonly burst: number;
  readonly say: (line: string) => void;
}

/** CPU milliseconds of the worker for each request. */
export interface Round {
  readonly bare: number;
  readonly plain: number;
  readonly berth: number;
  /** berth / (bare + plain). */
  readonly ratio: number;
}

export interface BenchResult {
  readonly temporal: string;
  readonly rounds: readonly Round[];
  /** The middle of the rounds. */
  readonly cpuMs: Round;
  /** CPU milliseconds that Berth's worker takes in a second without requests; the numbers above include it. */
  readonly idleCpuMsPerSecond: number;
  /** Of one request with nothing else going on and people who answer at once. */
  readonly latencyMs: { readonly p50: number; readonly p95: number; readonly of: number };
  readonly burst: { readonly requests: number; readonly inFlight: number; readonly perSecond: number } | null;
  readonly history: { readonly events: number; readonly bytes: number };
  readonly counts: { readonly berth: Counts; readonly bare: Counts };
}

const IN_FLIGHT = 20;
const IDLE_MS = 3_000;
/** No round begins later than this, so that a slow machine ends in time too. */
const LAST_ROUND_AFTER_MS = 120_000;

export async function benchLifecycle(options: BenchOptions): Promise<BenchResult> {
  options.say('Starting Temporal, the sandbox and the three programs');
  const stage = await setBenchStage();
  try {
    return await measure(stage, options);
  } finally {
    await stage.stop();
  }
}

async function measure(stage: BenchStage, options: BenchOptions): Promise<BenchResult> {
  const { say } = options;
  const names = projectNames();
  say('Warming up; comparing the calls of lifecycle and script');
  const { shape, bare } = await warmUp(stage, names);
  const idleCpuMsPerSecond = await measureIdle(stage.berth);
  const latencies: number[] = [];
  const rounds: Round[] = [];
  const started = performance.now();
  while (rounds.length < options.rounds && performance.now() - started < LAST_ROUND_AFTER_MS) {
    rounds.push(await playRound(stage, options.requests, { names, shape, latencies }));
    say(`Round ${rounds.length} of ${options.rounds}: ratio ${rounds.at(-1)?.ratio.toFixed(2)}`);
  }
  const last = await carryThrough(stage.client, stage.decisionKey, names());
  const { historyLength, historySize } = await stage.client.workflow.getHandle(last.workflowId).describe();
  if (options.burst > 0) say(`Burst: ${options.burst} requests, ${IN_FLIGHT} in flight`);
  return {
    temporal: stage.temporal,
    rounds,
    cpuMs: middle(rounds),
    idleCpuMsPerSecond,
    latencyMs: { p50: percentile(latencies, 50), p95: percentile(latencies, 95), of: latencies.length },
    burst: options.burst > 0 ? await playBurst(stage, options.burst, names) : null,
    history: { events: historyLength, bytes: historySize ?? 0 },
    counts: { berth: countsOf(last.events), bare },
  };
}

/** Names are never used again: each request has a project of its own. */
function projectNames(): () => string {
  let last = 0;
  return () => `bench-${++last}`;
}

/** Activities that are called until something is so, or because somebody looked: their number is chance. */
const BY_CHANCE = ['awaitPlacement', 'findReplicationGaps', 'readPullRequest'];
/** Without Temporal there is no queue to stand in; the repository's workflow merges. */
const OF_TEMPORAL = 'queueMerge';
const OF_REPOSITORY = 'mergePullRequest';
const WARM_UPS = 2;

async function warmUp(stage: BenchStage, names: () => string): Promise<{ shape: Stretch[]; bare: Counts }> {
  for (let n = 1; n < WARM_UPS; n++) await carryThrough(stage.client, stage.decisionKey, names());
  const { events } = await carryThrough(stage.client, stage.decisionKey, names());
  const shape = shapeOf(events);
  for (let n = 1; n < WARM_UPS; n++) await runBare(stage.client, shape);
  const bare = countsOf(await runBare(stage.client, shape));
  for (let n = 1; n < WARM_UPS; n++) await stage.plain.ask({ project: names() });
  const calls = (await stage.plain.ask({ project: names() })) as string[];
  assertSameCalls([...activityNames(events), OF_REPOSITORY], calls);
  return { shape, bare };
}

/** @throws Error when the script has fallen behind the lifecycle: the ratio would mean nothing. */
function assertSameCalls(lifecycle: readonly string[], script: readonly string[]): void {
  const comparable = (names: readonly string[]) =>
    names.filter((name) => !BY_CHANCE.includes(name) && name !== OF_TEMPORAL).toSorted();
  const [expected, found] = [comparable(lifecycle), comparable(script)];
  if (JSON.stringify(expected) === JSON.stringify(found)) return;
  throw new Error(
    `test/bench/plain-script.ts makes other calls than the lifecycle.\nLifecycle: ${expected.join(' ')}\nScript: ${found.join(' ')}`,
  );
}

async function measureIdle(worker: MeasuredProcess): Promise<number> {
  const used = await cpuOf(worker, () => new Promise((resolve) => setTimeout(resolve, IDLE_MS)));
  return used / (IDLE_MS / 1000);
}

async function cpuOf(worker: MeasuredProcess, run: () => Promise<unknown>): Promise<number> {
  const before = await worker.cpuMs();
  await run();
  return (await worker.cpuMs()) - before;
}

interface RoundParts {
  readonly names: () => string;
  readonly shape: readonly Stretch[];
  /** Filled with the milliseconds that each request took. */
  readonly latencies: number[];
}

async function playRound(stage: BenchStage, requests: number, parts: RoundParts): Promise<Round> {
  const { names, shape, latencies } = parts;
  const perRequest = async (worker: MeasuredProcess, run: () => Promise<unknown>) =>
    (await cpuOf(worker, () => oneAfterAnother(requests, run))) / requests;
  const bare = await perRequest(stage.bare, () => runBare(stage.client, shape));
  const plain = await perRequest(stage.plain, () => stage.plain.ask({ project: names() }));
  const berth = await perRequest(stage.berth, async () => {
    const { ms } = await carryThrough(stage.client, stage.decisionKey, names());
    latencies.push(ms);
  });
  return { bare, plain, berth, ratio: berth / (bare + plain) };
}

async function oneAfterAnother(times: number, run: () => Promise<unknown>): Promise<void> {
  for (let n = 0; n < times; n++) await run();
}

function middle(rounds: readonly Round[]): Round {
  const of = (name: keyof Round) => median(rounds.map((round) => round[name]));
  return { bare: of('bare'), plain: of('plain'), berth: of('berth'), ratio: of('ratio') };
}

async function playBurst(stage: BenchStage, requests: number, names: () => string): Promise<BenchResult['burst']> {
  let left = requests;
  const started = performance.now();
  const playOn = async () => {
    while (left-- > 0) await carryThrough(stage.client, stage.decisionKey, names());
  };
  await Promise.all(Array.from({ length: Math.min(IN_FLIGHT, requests) }, playOn));
  return { requests, inFlight: IN_FLIGHT, perSecond: requests / ((performance.now() - started) / 1000) };
}

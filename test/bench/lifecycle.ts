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
/** No round, and no request of the burst, begins later than this, so that a slow machine ends in time too. */
const LAST_ROUND_AFTER_MS = 60_000;
const LAST_OF_BURST_AFTER_MS = 30_000;

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
  say('Comparing the calls of the lifecycle and the plain script');
  const { shape, bare } = await compare(stage, names);
  const idleCpuMsPerSecond = await measureIdle(stage.berth);
  const latencies: number[] = [];
  const rounds: Round[] = [];
  say('Warming up with a round that is not counted');
  say(`Round 0: ${lineOf(await playRound(stage, options.requests, { names, shape, latencies: [] }))}`);
  const started = performance.now();
  while (rounds.length < options.rounds && performance.now() - started < LAST_ROUND_AFTER_MS) {
    rounds.push(await playRound(stage, options.requests, { names, shape, latencies }));
    say(`Round ${rounds.length} of ${options.rounds}: ${lineOf(rounds.at(-1) as Round)}`);
  }
  const last = await carryThrough(stage.client, stage.decisionKey, names());
  const { historyLength, historySize } = await stage.client.workflow.getHandle(last.workflowId).describe();
  if (options.burst > 0) say(`Burst of ${options.burst} requests`);
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

/** Has each program carry one request through. */
async function compare(stage: BenchStage, names: () => string): Promise<{ shape: Stretch[]; bare: Counts }> {
  const { events } = await carryThrough(stage.client, stage.decisionKey, names());
  const calls = (await stage.plain.ask({ project: names() })) as string[];
  assertSameCalls([...activityNames(events), OF_REPOSITORY], calls);
  const shape = shapeOf(events);
  return { shape, bare: countsOf(await runBare(stage.client, shape)) };
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

const lineOf = ({ bare, plain, berth, ratio }: Round) =>
  `a ${bare.toFixed(0)} ms, b ${plain.toFixed(0)} ms, c ${berth.toFixed(0)} ms, ratio ${ratio.toFixed(2)}`;

async function oneAfterAnother(times: number, run: () => Promise<unknown>): Promise<void> {
  for (let n = 0; n < times; n++) await run();
}

function middle(rounds: readonly Round[]): Round {
  const of = (name: keyof Round) => median(rounds.map((round) => round[name]));
  return { bare: of('bare'), plain: of('plain'), berth: of('berth'), ratio: of('ratio') };
}

async function playBurst(stage: BenchStage, requests: number, names: () => string): Promise<BenchResult['burst']> {
  let begun = 0;
  const started = performance.now();
  const elapsed = () => performance.now() - started;
  const playOn = async () => {
    while (begun < requests && elapsed() < LAST_OF_BURST_AFTER_MS) {
      begun++;
      await carryThrough(stage.client, stage.decisionKey, names());
    }
  };
  const inFlight = Math.min(IN_FLIGHT, requests);
  await Promise.all(Array.from({ length: inFlight }, playOn));
  return { requests: begun, inFlight, perSecond: begun / (elapsed() / 1000) };
}

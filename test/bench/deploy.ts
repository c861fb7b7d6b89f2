/*
 * How long an environment takes by Berth, from merge to ready, beside a script that makes the same on the same servers:
 * real OpenTofu, API server and Flux. One after the other both take turns; at once the script begins each environment
 * at the distance from the first at which Berth had merged it, so that both have as much in hand.
 */
import { availableParallelism, loadavg } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { type BerthTimes, deployByBerth } from './deploy-berth.ts';
import { type DeployScript, type ScriptTimes, writeScript } from './deploy-script.ts';
import { type DeployStage, setDeployStage } from './deploy-stage.ts';

/** How the requests follow each other. */
export const DEPLOY_PARTS = ['one', 'burst'] as const;

export interface DeployOptions {
  /** Of Berth, and as many of the script; one after the other, and again at once. */
  readonly requests: number;
  readonly only?: (typeof DEPLOY_PARTS)[number];
  readonly say: (line: string) => void;
}

export interface Comparison {
  readonly berth: readonly BerthTimes[];
  readonly script: readonly ScriptTimes[];
}

export interface DeployResult {
  /** Null where it was not asked for. */
  readonly oneByOne: Comparison | null;
  readonly atOnce: Comparison | null;
  /** Load of the machine over the last minute, before and after, beside its processors. */
  readonly machine: { readonly cpus: number; readonly loadBefore: number; readonly loadAfter: number };
}

export async function benchDeploy(options: DeployOptions): Promise<DeployResult> {
  const loadBefore = load();
  const stage = await setDeployStage(options.say);
  try {
    return await measure(stage, options, loadBefore);
  } finally {
    await stage.stop();
  }
}

const load = () => loadavg()[0] ?? Number.NaN;

async function measure(stage: DeployStage, options: DeployOptions, loadBefore: number): Promise<DeployResult> {
  const { requests, only, say } = options;
  say('One of each that does not count: Berth renders what the script is going to make as well');
  const first = await deployByBerth(stage, 'benchfirst');
  const script = await writeScript(stage, 'benchfirst', first.status.mergeSha ?? '');
  await script.deploy('benchsecond');
  const oneByOne = only === 'burst' ? null : await takeTurns(stage, script, options);
  if (only !== 'one') say(`${requests} at once by Berth, then by the script`);
  const atOnce = only === 'one' ? null : await allAtOnce(stage, script, requests);
  return { oneByOne, atOnce, machine: { cpus: availableParallelism(), loadBefore, loadAfter: load() } };
}

async function takeTurns(
  stage: DeployStage,
  script: DeployScript,
  { requests, say }: DeployOptions,
): Promise<Comparison> {
  const berth: BerthTimes[] = [];
  const plain: ScriptTimes[] = [];
  for (let n = 1; n <= requests; n++) {
    const { times } = await deployByBerth(stage, `turn-${n}`);
    const other = await script.deploy(`turn-s-${n}`);
    berth.push(times);
    plain.push(other);
    say(`${n} of ${requests}: Berth ${seconds(times.mergeToReady)}, script ${seconds(other.startToReady)}`);
  }
  return { berth, script: plain };
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

async function allAtOnce(stage: DeployStage, script: DeployScript, requests: number): Promise<Comparison> {
  const numbers = Array.from({ length: requests }, (_, i) => i + 1);
  const deployed = await Promise.all(numbers.map((n) => deployByBerth(stage, `burst-${n}`)));
  const berth = deployed.map(({ times }) => times).toSorted((a, b) => a.mergedAt - b.mergedAt);
  const start = berth[0]?.mergedAt ?? 0;
  const deployAfter = async ({ mergedAt }: BerthTimes, i: number) => {
    await delay(mergedAt - start);
    return script.deploy(`burst-s-${i + 1}`);
  };
  return { berth, script: await Promise.all(berth.map(deployAfter)) };
}

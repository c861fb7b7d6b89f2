import type { Comparison, DeployResult } from './deploy.ts';
import type { BerthPart } from './deploy-berth.ts';
import type { ScriptPart } from './deploy-script.ts';
import { median, percentile } from './statistics.ts';

/** What the time from merge to ready may be, against the script's. */
const TARGET = 1.3;

type Say = (line: string) => void;

/** Prints what was measured. */
export function reportDeploy({ oneByOne, atOnce, machine }: DeployResult, say: Say): void {
  if (oneByOne) reportComparison('One after the other', oneByOne, say);
  if (atOnce) reportComparison('At once', atOnce, say);
  const { cpus, loadBefore, loadAfter } = machine;
  say(`Machine: ${cpus} processors, load ${loadBefore.toFixed(1)} before and ${loadAfter.toFixed(1)} after`);
}

function reportComparison(title: string, { berth, script }: Comparison, say: Say): void {
  const merged = berth.map(({ mergeToReady }) => mergeToReady);
  const plain = script.map(({ startToReady }) => startToReady);
  const ratio = median(merged) / median(plain);
  say('');
  say(`${title}, ${berth.length} of each:`);
  say(row('Berth, from merge to ready', merged, partsOf<BerthPart>(berth)));
  say(row('Script, tofu apply, git push, watch', plain, partsOf<ScriptPart>(script)));
  const verdict = ratio <= TARGET ? 'within' : 'above';
  say(`  ratio of the medians ${ratio.toFixed(2)}, ${verdict} the target of ${TARGET}`);
  const mailed = berth.map(({ mailToReady }) => mailToReady);
  say(row('Berth, from mail to ready', mailed));
}

function partsOf<P extends string>(all: readonly { readonly parts: Readonly<Record<P, number>> }[]): string {
  const names = Object.keys(all[0]?.parts ?? {}) as P[];
  return names.map((name) => `${name} ${seconds(median(all.map(({ parts }) => parts[name])))}`).join(', ');
}

function row(what: string, times: readonly number[], parts = ''): string {
  const found = `median ${seconds(median(times))}, p95 ${seconds(percentile(times, 95))} s`;
  return `  ${what.padEnd(37)} ${found}${parts && ` (${parts})`}`;
}

const seconds = (ms: number) => (ms / 1000).toFixed(2);

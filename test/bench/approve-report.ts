import type { ApproveResult, Decided } from './approve.ts';
import { median, percentile } from './statistics.ts';

/** Prints what was measured. */
export function reportApprove(result: ApproveResult, say: (line: string) => void): void {
  const { idle, evicted, crowd, waiting, machine } = result;
  say('');
  say(`From decision to merge started, ${idle.ms.length} decisions each:`);
  say(row('idle system, in memory', idle));
  say(row('idle system, evicted', evicted));
  say(row(`${waiting} requests waiting, evicted`, crowd));
  say('Ratios:');
  say(ratios('waiting, evicted / idle, in memory', crowd, idle));
  say(ratios('waiting, evicted / idle, evicted', crowd, evicted));
  const { cpus, loadBefore, loadAfter } = machine;
  say(`Machine: ${cpus} processors, load ${loadBefore.toFixed(1)} before and ${loadAfter.toFixed(1)} after`);
}

const row = (what: string, { ms, replays }: Decided) =>
  `  ${what.padEnd(37)} p50 ${millis(median(ms))}, p99 ${millis(percentile(ms, 99))} (${replays} replays)`;

const millis = (ms: number) => `${ms.toFixed(0).padStart(5)} ms`;

function ratios(what: string, over: Decided, under: Decided): string {
  const middle = median(over.ms) / median(under.ms);
  const high = percentile(over.ms, 99) / percentile(under.ms, 99);
  return `  ${what.padEnd(37)} p50 ${middle.toFixed(2)}, p99 ${high.toFixed(2)}`;
}

import type { Pages, PortalResult } from './portal.ts';
import { median, percentile } from './statistics.ts';

const TITLES: Readonly<Record<keyof Pages, string>> = {
  mine: 'My requests',
  everything: 'all requests, for an operator',
  work: 'My work',
  request: 'Request',
};

/** Prints what was measured. */
export function reportPortal(
  { requests, empty, full, streams, machine }: PortalResult,
  say: (line: string) => void,
): void {
  say('');
  say(
    `p95 of the calls of a page, ${empty.mine.length} times each, on an empty system and among ${requests} requests:`,
  );
  for (const page of Object.keys(TITLES) as (keyof Pages)[]) {
    const [before, after] = [percentile(empty[page], 95), percentile(full[page], 95)];
    say(`  ${TITLES[page].padEnd(30)} ${millis(before)} and ${millis(after)}, ratio ${(after / before).toFixed(2)}`);
  }
  const { ms, open } = streams;
  say(`From a step to ${open} open pages: median ${millis(median(ms))}, p95 ${millis(percentile(ms, 95))}`);
  const { cpus, loadBefore, loadAfter } = machine;
  say(`Machine: ${cpus} processors, load ${loadBefore.toFixed(1)} before and ${loadAfter.toFixed(1)} after`);
}

const millis = (ms: number): string => `${ms.toFixed(0).padStart(5)} ms`;

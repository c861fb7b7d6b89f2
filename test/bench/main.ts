/* `npm run bench -- lifecycle`: measures and prints; it never fails because of what it measured. */
import { parseArgs } from 'node:util';
import { type BenchResult, benchLifecycle } from './lifecycle.ts';

const HELP = `  npm run bench -- lifecycle [--requests N] [--rounds N] [--burst N] [--json]

  --requests  requests of each program in a round (5)
  --rounds    rounds; the middle one counts (3)
  --burst     requests with 20 in flight, for the requests a second (40; 0 for none)
  --json      the result as one last line of JSON; all else goes to standard error`;

/** What the lifecycle may cost, against what it is made of. */
const TARGET = 1.3;

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    requests: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '3' },
    burst: { type: 'string', default: '40' },
    json: { type: 'boolean', default: false },
  },
});

// Leaving by `exit` ends the processes that were started.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const out = flags.json ? process.stderr : process.stdout;
const say = (line: string) => void out.write(`${line}\n`);

if (positionals[0] === 'lifecycle') {
  const result = await benchLifecycle({
    requests: Number(flags.requests),
    rounds: Number(flags.rounds),
    burst: Number(flags.burst),
    say,
  });
  report(result);
  if (flags.json) process.stdout.write(`${JSON.stringify(result)}\n`);
} else {
  say(HELP);
  process.exitCode = 1;
}

function report({ cpuMs, rounds, latencyMs, burst, history, counts, idleCpuMsPerSecond }: BenchResult): void {
  const row = (what: string, ms: number) => say(`  ${what.padEnd(44)} ${ms.toFixed(0).padStart(6)} ms`);
  say('');
  say(`CPU time of the worker for one request, middle of ${rounds.length} rounds:`);
  row('a  bare workflow, as many empty activities', cpuMs.bare);
  row('b  plain script, the same calls', cpuMs.plain);
  row('c  Berth', cpuMs.berth);
  const verdict = cpuMs.ratio <= TARGET ? 'within' : 'above';
  const all = rounds.map(({ ratio }) => ratio.toFixed(2)).join(', ');
  say(`  c / (a + b) = ${cpuMs.ratio.toFixed(2)} (${all}), ${verdict} the target of ${TARGET}`);
  say(`  (idle, Berth's worker takes ${idleCpuMsPerSecond.toFixed(0)} ms a second; c includes it)`);
  say(`One idle lifecycle: p50 ${latencyMs.p50.toFixed(0)} ms, p95 ${latencyMs.p95.toFixed(0)} ms, of ${latencyMs.of}`);
  if (burst) say(`${burst.inFlight} in flight: ${burst.perSecond.toFixed(2)} requests a second, of ${burst.requests}`);
  say(`History: ${history.events} events, ${history.bytes} bytes`);
  say(`  Berth: ${JSON.stringify(counts.berth)}`);
  say(`  Bare:  ${JSON.stringify(counts.bare)}`);
}

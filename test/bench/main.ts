/* `npm run bench`: measures and prints; it never fails because of what it measured. */
import { parseArgs } from 'node:util';
import { type ApproveResult, benchApprove } from './approve.ts';
import { reportApprove } from './approve-report.ts';
import { benchDeploy, DEPLOY_PARTS, type DeployResult } from './deploy.ts';
import { reportDeploy } from './deploy-report.ts';
import { type BenchResult, benchLifecycle } from './lifecycle.ts';
import { benchPortal, type PortalResult } from './portal.ts';
import { reportPortal } from './portal-report.ts';

const HELP = `  npm run bench -- lifecycle [--requests N] [--rounds N] [--burst N] [--json]

  What the lifecycle costs, beside what it is made of; on the sandbox.
  --requests  requests of each program in a round (5)
  --rounds    rounds; the middle one counts (3)
  --burst     requests with 20 in flight, for the requests a second (40; 0 for none)

  npm run bench -- deploy [--requests N] [--only one|burst] [--json]

  From merge to ready, beside a script that makes the same; on the stack (npm run stack -- install).
  --requests  of Berth, and as many of the script (20)
  --only      one after the other, or all at once; both when left out

  npm run bench -- approve [--waiting N] [--requests N] [--minutes N] [--json]

  From decision to merge started, beside an idle system; activities answer at once.
  --waiting   requests that wait for a decision meanwhile (5000)
  --requests  decisions of each kind (100)
  --minutes   how long it may take; then it is measured with as many as wait by then (45)

  npm run bench -- portal [--requests N] [--streams N] [--json]

  What the portal's pages cost, on an empty system and among many requests; how soon a step is on all open pages.
  --requests  requests of others (1000)
  --streams   pages that are open (200)

  --json      the result as one last line of JSON; all else goes to standard error`;

/** What the lifecycle may cost, against what it is made of. */
const TARGET = 1.3;

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    requests: { type: 'string' },
    only: { type: 'string' },
    rounds: { type: 'string', default: '3' },
    burst: { type: 'string', default: '40' },
    waiting: { type: 'string', default: '5000' },
    minutes: { type: 'string', default: '45' },
    streams: { type: 'string', default: '200' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

// Leaving by `exit` ends the processes that were started.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const say = (line: string) => void (flags.json ? process.stderr : process.stdout).write(`${line}\n`);
const saySoon = (line: string) => void process.stderr.write(`${line}\n`);

const BENCHES: Readonly<Record<string, () => Promise<unknown>>> = { lifecycle, deploy, approve, portal };

const bench = BENCHES[positionals[0] ?? ''];
if (bench && !flags.help) {
  const result = await bench();
  if (flags.json) process.stdout.write(`${JSON.stringify(result)}\n`);
} else {
  say(HELP);
  process.exitCode = flags.help ? 0 : 1;
}

async function lifecycle(): Promise<BenchResult> {
  const [requests, rounds, burst] = [Number(flags.requests ?? '5'), Number(flags.rounds), Number(flags.burst)];
  const result = await benchLifecycle({ requests, rounds, burst, say });
  report(result);
  return result;
}

async function deploy(): Promise<DeployResult> {
  const only = DEPLOY_PARTS.find((part) => part === flags.only);
  if (flags.only !== undefined && !only) throw new Error(`--only ${flags.only}: choose one or burst`);
  const requests = Number(flags.requests ?? '20');
  const result = await benchDeploy({ requests, ...(only ? { only } : {}), say: saySoon });
  reportDeploy(result, say);
  return result;
}

async function approve(): Promise<ApproveResult> {
  const [waiting, requests] = [Number(flags.waiting), Number(flags.requests ?? '100')];
  const result = await benchApprove({ waiting, requests, minutes: Number(flags.minutes), say: saySoon });
  reportApprove(result, say);
  return result;
}

async function portal(): Promise<PortalResult> {
  const [requests, streams] = [Number(flags.requests ?? '1000'), Number(flags.streams)];
  const result = await benchPortal({ requests, streams, say: saySoon });
  reportPortal(result, say);
  return result;
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

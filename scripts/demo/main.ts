/* `npm run demo`: one request, from a real mail to a ready environment, on servers of this machine. */
import { mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { RequestStatus } from '../../src/domain/status.ts';
import { playRequest } from './play.ts';
import { reportOf } from './report.ts';
import { StepList } from './show.ts';
import { type Stage, setStage } from './stage.ts';

const HELP = `Berth's demo: a mail becomes accounts, a pull request, an approval, infrastructure,
a synced cluster and a message back, as one durable Temporal workflow.

  npm run demo                        play one request, then stay up to be looked at
  npm run demo -- --once              end after the request; exit 0 only if the environment is proven ready
  npm run demo -- --once --json       print the result as one last line of JSON
  npm run demo -- --mail FILE.eml     send a mail of your own, as Dana Field
  npm run demo -- --temporal HOST:PORT  use a Temporal that is running already

Everything runs on 127.0.0.1. The demo writes only below .berth/ in this folder and in Berth's cache.
With no --once the demo plays the people itself and says so; Ctrl-C ends every process.`;

const { values: flags } = parseArgs({
  options: {
    once: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    mail: { type: 'string' },
    temporal: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

/** With `--json`, standard output belongs to the result alone. */
const out = flags.json ? process.stderr : process.stdout;
const say = (line: string) => void out.write(`${line}\n`);

async function main(): Promise<number> {
  const folder = newFolder();
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort());
  const stage = await setStage({
    folder,
    say,
    ui: !flags.once,
    ...(flags.temporal ? { temporalAddress: flags.temporal } : {}),
  });
  try {
    const status = await play(stage, interrupted.signal);
    const ready = status ? await conclude(stage, status) : false;
    if (!flags.once && !interrupted.signal.aborted) await stayUp(stage, interrupted.signal);
    return ready ? 0 : 1;
  } finally {
    await stage.stop();
    say(`All processes have ended. Logs, mails' keys and Temporal's database are kept in ${folder}`);
  }
}

function newFolder(): string {
  const parent = join(process.cwd(), '.berth');
  mkdirSync(parent, { recursive: true });
  return mkdtempSync(join(parent, 'demo-'));
}

function play(stage: Stage, interrupted: AbortSignal): Promise<RequestStatus | undefined> {
  say('The people are played by the demo, through the same doors as real ones:');
  return playRequest(stage, {
    ...(flags.mail ? { mailFile: flags.mail } : {}),
    story: 'ready',
    list: new StepList(out),
    say,
    aborted: () => interrupted.aborted,
  });
}

async function conclude(stage: Stage, status: RequestStatus): Promise<boolean> {
  const report = await reportOf(stage, status);
  if (status.failure) say(`${status.failure.step} needs a person: ${status.failure.type}: ${status.failure.message}`);
  say(
    report.ready
      ? `${report.environment?.name} is ready.`
      : `Not ready: the request is ${status.phase} at ${status.step}.`,
  );
  say(`History: ${report.history.events} events, ${report.history.bytes} bytes. Executor: ${report.executor}.`);
  if (flags.json) process.stdout.write(`${JSON.stringify(report)}\n`);
  return report.ready;
}

async function stayUp(stage: Stage, interrupted: AbortSignal): Promise<void> {
  const { sandbox, temporal } = stage;
  say('');
  say(`  API           ${sandbox.apiUrl}`);
  say(`  Temporal UI   ${temporal.uiUrl ?? '(of your own Temporal)'}`);
  say(`  GitHub        ${sandbox.github.url}/example/fleet/pull/1`);
  say(`  Slack         ${sandbox.slack.pageUrl}`);
  say('Ctrl-C ends it.');
  await new Promise<void>((resolve) => interrupted.addEventListener('abort', () => resolve(), { once: true }));
}

if (flags.help) {
  say(HELP);
} else {
  process.exitCode = await main().catch((error: unknown) => {
    say(error instanceof Error ? error.message : String(error));
    return 1;
  });
}

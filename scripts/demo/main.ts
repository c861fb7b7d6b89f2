/* `npm run demo`: one request, from a real mail to a ready environment, on servers of this machine. */
import { mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import type { RequestStatus } from '../../src/domain/status.ts';
import { readFlags } from '../kit/flags.ts';
import { providePortal } from '../kit/portal.ts';
import { HandsOnCast } from './hands-on.ts';
import { senderOf } from './mail.ts';
import { toward } from './people.ts';
import { type Played, playRequest } from './play.ts';
import { PlayedCast } from './played.ts';
import { reportOf } from './report.ts';
import { Shells } from './shell.ts';
import { StepList } from './show.ts';
import { type Stage, setStage } from './stage.ts';
import { stayUp } from './stay-up.ts';
import { TypedLines } from './typed-lines.ts';

const HELP = `Berth's demo: a mail becomes accounts, a pull request, an approval, infrastructure,
a synced cluster and a message back, as one durable Temporal workflow.

  npm run demo                        play one request, then stay up to be looked at
  npm run demo -- --hands-on          be requester, support and lead yourself
  npm run demo -- --once              end after the request; exit 0 only if the environment is proven ready
  npm run demo -- --once --json       print the result as one last line of JSON
  npm run demo -- --mail FILE.eml     send a mail of your own, from any person of the sandbox
  npm run demo -- --temporal HOST:PORT  use a Temporal that is running already

Everything runs on 127.0.0.1. The demo writes only below .berth/ in this folder and in Berth's cache.
Without --hands-on the demo plays the people itself and says so; Ctrl-C ends every process.`;

const flags = readFlags(
  {
    once: { type: 'boolean', default: false },
    'hands-on': { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    mail: { type: 'string' },
    temporal: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
  HELP,
);

/** With `--json`, standard output belongs to the result alone. */
const out = flags.json ? process.stderr : process.stdout;
const list = new StepList(out);
const say = (line: string) => void out.write(`${line}\n`);

async function main(): Promise<number> {
  const sender = await senderOf(flags.mail);
  const folder = newFolder();
  const interruption = new AbortController();
  const interrupted = interruption.signal;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interruption.abort());
  await providePortal(say);
  const stage = await setStage({
    folder,
    say,
    ui: !flags.once,
    ...(flags.temporal ? { temporalAddress: flags.temporal } : {}),
  });
  try {
    const shells = await Shells.write(stage.sandbox, folder);
    const played = await play(stage, { stage, shells, sender, mailFile: flags.mail }, interrupted);
    const ready = await conclude(stage, played);
    if (!flags.once && !interrupted.aborted) await stayUp(stage, shells, played.status, { say, interrupted });
    return ready ? 0 : 1;
  } catch (error) {
    // Ctrl-C in a terminal reaches Berth's processes too, so what was going on may fail before it is given up.
    if (interrupted.aborted) return 1;
    throw error;
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

async function play(
  stage: Stage,
  desk: ConstructorParameters<typeof HandsOnCast>[0],
  interrupted: AbortSignal,
): Promise<Played> {
  if (!flags['hands-on']) {
    say('The people are played by the demo, through the same doors as real ones:');
    const { mail: mailFile } = flags;
    const cast = new PlayedCast(stage.sandbox, { next: toward('ready'), list, ...(mailFile ? { mailFile } : {}) });
    return playRequest(stage, { cast, list, interrupted });
  }
  const typed = new TypedLines(process.stdin, () => list.entered());
  try {
    return await playRequest(stage, { cast: new HandsOnCast(desk, list, typed), list, interrupted });
  } finally {
    typed.close();
  }
}

/** Says how it ended; true only if the environment is proven ready. */
async function conclude(stage: Stage, { status, noRequest }: Played): Promise<boolean> {
  if (status) return concludeRequest(stage, status);
  if (noRequest) say(noRequest);
  if (flags.json)
    process.stdout.write(`${JSON.stringify({ reference: null, ready: false, mail: noRequest ?? null })}\n`);
  return false;
}

async function concludeRequest(stage: Stage, status: RequestStatus): Promise<boolean> {
  const report = await reportOf(stage, status);
  if (status.failure) say(`${status.failure.step} needs a person: ${status.failure.type}: ${status.failure.message}`);
  say(report.ready ? `${report.environment?.name} is ready.` : notReady(status));
  say(`History: ${report.history.events} events, ${report.history.bytes} bytes. Executor: ${report.executor}.`);
  if (flags.json) process.stdout.write(`${JSON.stringify(report)}\n`);
  return report.ready;
}

function notReady({ phase, step, waitingOn, task, reference, failure }: RequestStatus): string {
  const waiting = waitingOn && !failure ? ` It waits for ${waitingOn.who.join(', ')}: ${waitingOn.text}.` : '';
  const problems = (task?.problems ?? []).map(({ where, what }) => `\n  ${where}: ${what}`);
  return `Not ready: ${reference} is ${phase} at ${step}.${waiting}${problems.join('')}`;
}

if (flags.help) {
  say(HELP);
} else {
  process.exitCode = await main().catch((error: unknown) => {
    say(error instanceof Error ? error.message : String(error));
    // What was set up by halves must not keep the demo running; its processes end with this one.
    process.exit(1);
  });
}

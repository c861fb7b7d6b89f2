import type { ChildProcess } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { endChild, startChild } from '../../scripts/kit/child.ts';

/** A process of its own, so that its CPU time is its own too. */
export interface MeasuredProcess {
  /** CPU time so far, user and system, in milliseconds. */
  cpuMs(): Promise<number>;
  /** Has it do something and returns what it answers. @throws Error with its failure, or when it has ended. */
  ask(order: Readonly<Record<string, unknown>>): Promise<unknown>;
  /** Rejects with the end of its log when it has ended by itself; settles in no other case. */
  readonly died: Promise<never>;
  stop(): Promise<void>;
}

interface Answer {
  readonly answer: number;
  readonly result?: unknown;
  readonly failure?: string;
}

const GRACE_MS = 5_000;
const LONGEST_END = 2_000;
const PRELOAD = new URL('report-cpu.ts', import.meta.url).href;

/** Starts a file of this project in a process of its own; its output goes to a log in `folder`. */
export function startMeasured(file: string, args: readonly string[], folder: string): MeasuredProcess {
  const logFile = join(folder, `${basename(file, '.ts')}.log`);
  const child = spawnLogged(['--import', PRELOAD, file, ...args], logFile);
  const waiting = new Map<number, (answer: Answer) => void>();
  const settleAll = () =>
    waiting.forEach((settle) => settle({ answer: 0, failure: `${file} has ended; see ${logFile}` }));
  child.on('message', (message) => waiting.get((message as Answer).answer)?.(message as Answer));
  child.once('exit', settleAll);
  let isStopping = false;
  const died = new Promise<never>((_, reject) => {
    child.once('exit', (code, signal) => {
      if (!isStopping) reject(new Error(`${file} has ended (${signal ?? code}): ${endOf(logFile)}`));
    });
  });
  // Not everybody asks.
  died.catch(() => undefined);
  let last = 0;
  const send = async (name: string, order: Readonly<Record<string, unknown>>): Promise<unknown> => {
    const number = ++last;
    const answered = new Promise<Answer>((resolve) => waiting.set(number, resolve));
    if (child.exitCode === null) child.send({ ...order, [name]: number });
    else settleAll();
    const { failure, result } = await answered.finally(() => waiting.delete(number));
    if (failure !== undefined) throw new Error(failure);
    return result;
  };
  return {
    cpuMs: async () => (await send('cpu', {})) as number,
    ask: (order) => send('order', order),
    died,
    stop: () => {
      isStopping = true;
      return endChild(child, GRACE_MS);
    },
  };
}

/** What it said last. */
const endOf = (logFile: string): string =>
  readFileSync(logFile, 'utf8').trim().slice(-LONGEST_END) || 'it said nothing';

function spawnLogged(args: readonly string[], logFile: string): ChildProcess {
  const log = openSync(logFile, 'a');
  const env = Object.fromEntries(Object.entries(process.env).filter(([key]) => !key.startsWith('TEMPORAL_')));
  return startChild(args, { stdio: ['ignore', log, log, 'ipc'], env });
}

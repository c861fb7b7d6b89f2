/*
 * Servers that are not ours, as processes of one run: each has a log and a record of its process in the folder, so that
 * `down` finds them even when the process that started them was killed.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export interface DaemonOrder {
  /** Unique in the run; names its log. */
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Asked again and again until it answers true; may throw for "not yet". */
  ready(): Promise<boolean>;
  /** How long it may take until it is ready. Default: two and a half minutes, which only a busy machine needs. */
  readonly readyWithinMs?: number;
  /** How long it may take to end before it is killed. Default: five seconds. */
  readonly graceMs?: number;
}

export interface Daemon {
  readonly name: string;
  readonly pid: number;
  /** SIGKILL, and waits until it is gone. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

/** What is written about a process: its start tells it from a later one with the same number. */
export interface ProcessRecord {
  readonly pid: number;
  readonly start: string;
}

const READY_WITHIN_MS = 150_000;
const GRACE_MS = 5_000;
const LOOK_EVERY_MS = 50;
const SHOWN_LINES = 8;

/** Those that this process started and that have not ended. */
const living = new Set<number>();
process.once('exit', () => {
  for (const pid of living) signalGroup(pid, 'SIGKILL');
});

const daemonsOf = (folder: string) => join(folder, 'daemons');
const recordOf = (folder: string, name: string) => join(daemonsOf(folder), `${name}.json`);

/** The file with what a daemon printed. */
export const logOf = (folder: string, name: string) => join(daemonsOf(folder), `${name}.log`);

/**
 * Starts a server and waits until it is ready. It is in a group of its own and does not outlive us.
 * @throws Error with its last lines when it ends first or is not ready in time.
 */
export async function startDaemon(folder: string, order: DaemonOrder): Promise<Daemon> {
  mkdirSync(daemonsOf(folder), { recursive: true });
  const log = openSync(logOf(folder, order.name), 'a');
  const child = spawn(order.program, order.args, {
    cwd: order.cwd ?? folder,
    env: { ...process.env, ...order.env },
    stdio: ['ignore', log, log],
    detached: true,
  });
  const failed = once(child, 'error').then(([error]) => Promise.reject(error as Error));
  const pid = child.pid;
  if (pid === undefined) return failed;
  failed.catch(() => {});
  living.add(pid);
  child.once('exit', () => living.delete(pid));
  writeFileSync(recordOf(folder, order.name), JSON.stringify(recordFor(pid)));
  await untilReady(folder, order, child);
  return {
    name: order.name,
    pid,
    kill: () => end(folder, order.name, child, 'SIGKILL', 0),
    close: () => end(folder, order.name, child, 'SIGTERM', order.graceMs ?? GRACE_MS),
  };
}

async function untilReady(folder: string, order: DaemonOrder, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + (order.readyWithinMs ?? READY_WITHIN_MS);
  while (!(await order.ready().catch(() => false))) {
    const ended = child.exitCode !== null || child.signalCode !== null;
    if (!ended && Date.now() < deadline) {
      await delay(LOOK_EVERY_MS);
      continue;
    }
    await end(folder, order.name, child, 'SIGKILL', 0);
    const why = ended ? `ended with ${child.signalCode ?? child.exitCode}` : 'was not ready in time';
    throw new Error(`${order.name} ${why}. It said last:\n${lastLines(logOf(folder, order.name))}`);
  }
}

async function end(
  folder: string,
  name: string,
  child: ChildProcess,
  signal: NodeJS.Signals,
  graceMs: number,
): Promise<void> {
  if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
    const { pid } = child;
    const gone = once(child, 'exit');
    signalGroup(pid, signal);
    const late = setTimeout(() => signalGroup(pid, 'SIGKILL'), graceMs);
    await gone;
    clearTimeout(late);
    // Helpers of its own that did not end with it.
    signalGroup(pid, 'SIGKILL');
  }
  rmSync(recordOf(folder, name), { force: true });
}

/** One server as `status` shows it. */
export interface DaemonState {
  readonly name: string;
  readonly pid: number;
  readonly alive: boolean;
}

/** Every server of a run that was started and not ended in order. */
export function daemonStates(folder: string): DaemonState[] {
  if (!existsSync(daemonsOf(folder))) return [];
  const records = readdirSync(daemonsOf(folder)).filter((file) => file.endsWith('.json'));
  return records.map((file) => {
    const record = JSON.parse(readFileSync(join(daemonsOf(folder), file), 'utf8')) as ProcessRecord;
    return { name: file.slice(0, -'.json'.length), pid: record.pid, alive: isAlive(record) };
  });
}

/** Kills what is left of a run whose starter was killed; returns the names. */
export function killLeftDaemons(folder: string): string[] {
  const left = daemonStates(folder);
  for (const { name, pid, alive } of left) {
    if (alive) signalGroup(pid, 'SIGKILL');
    rmSync(recordOf(folder, name), { force: true });
  }
  return left.filter(({ alive }) => alive).map(({ name }) => name);
}

/** False when there is no such group. */
export function signalGroup(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(-pid, signal);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    return false;
  }
}

export const recordFor = (pid: number): ProcessRecord => ({ pid, start: startOf(pid) ?? '' });

/** Whether this very process lives, not a later one with the same number. */
export const isAlive = ({ pid, start }: ProcessRecord) => start !== '' && startOf(pid) === start;

/** When the kernel started this process, in its own ticks; undefined when there is none. */
export function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name may hold blanks and brackets; what follows it does not.
    const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' ? undefined : rest[18];
  } catch {
    return undefined;
  }
}

const lastLines = (file: string) => readFileSync(file, 'utf8').trim().split('\n').slice(-SHOWN_LINES).join('\n');

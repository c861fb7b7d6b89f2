/* The folder of the stack that `up` started: who keeps it, and what was written for people and programs to find it. */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, type ProcessRecord, recordFor, signalGroup, startOf } from './daemon.ts';

/** What `stack.json` says once everything is ready. */
export interface StackSummary {
  readonly configFile: string;
  readonly apiUrl: string;
  readonly temporal: { readonly address: string; readonly uiUrl?: string };
  /** What can be reached where, for people. */
  readonly addresses: Readonly<Record<string, string>>;
  readonly people: readonly { readonly id: string; readonly mail: string; readonly password: string }[];
}

const keeperFile = (folder: string) => join(folder, 'keeper.json');
const summaryFile = (folder: string) => join(folder, 'stack.json');

/** Where the keeper's own words go. */
export const keeperLog = (folder: string) => join(folder, 'keeper.log');

/**
 * Makes the folder, without what an earlier run left.
 * @throws Error when it holds anything but a stack.
 */
export function emptyRunFolder(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const files = readdirSync(folder);
  if (files.length > 0 && !existsSync(keeperFile(folder))) {
    throw new Error(`${folder} is not the folder of a stack, and is not empty: name another one with --folder`);
  }
  for (const file of files) rmSync(join(folder, file), { recursive: true, force: true });
}

export function writeKeeper(folder: string, pid: number): void {
  writeWhole(keeperFile(folder), recordFor(pid));
}

/** The process that keeps the stack, if it lives. */
export function livingKeeper(folder: string): number | undefined {
  const keeper = readIfThere(keeperFile(folder)) as ProcessRecord | undefined;
  return keeper && isAlive(keeper) ? keeper.pid : undefined;
}

/** Kills what a killed keeper ran in its own group; the system gives its number to nobody while any of that lives. */
export function killKeepersRest(folder: string): boolean {
  const keeper = readIfThere(keeperFile(folder)) as ProcessRecord | undefined;
  if (!keeper || keeper.start === '' || startOf(keeper.pid) !== undefined) return false;
  writeWhole(keeperFile(folder), { ...keeper, start: '' });
  return signalGroup(keeper.pid, 'SIGKILL');
}

export function writeSummary(folder: string, summary: StackSummary): void {
  writeWhole(summaryFile(folder), summary);
}

/** Undefined while the stack is not ready. */
export function readSummary(folder: string): StackSummary | undefined {
  return readIfThere(summaryFile(folder)) as StackSummary | undefined;
}

export function removeSummary(folder: string): void {
  rmSync(summaryFile(folder), { force: true });
}

/** Whoever reads meanwhile sees all of it or nothing; it holds passwords of the stack's people. */
function writeWhole(file: string, value: object): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

function readIfThere(file: string): unknown {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

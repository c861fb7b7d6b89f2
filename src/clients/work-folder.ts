/*
 * Folders for programs that Berth runs, which hold credentials while a call lasts. The name says whose folder it is, so
 * that what a killed process left is found again; nobody can guess it, so that nobody else makes it before us.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';

/** Numbers of processes mean something on one machine only, and machines may share a folder. */
const MACHINE = createHash('sha256').update(hostname()).digest('hex').slice(0, 6);
const PREFIX = `berth-work-${MACHINE}-`;
const OWNER = /^(\d+)-(\d+)-/;

/** A folder of one call. */
export interface WorkFolder {
  readonly path: string;
  /** Writes a file that only our own user can read. */
  write(name: string, text: string): void;
}

/** Gives `work` a folder of its own, which is removed afterwards. */
export async function inWorkFolder<T>(work: (folder: WorkFolder) => Promise<T>): Promise<T> {
  const path = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-${startOf(process.pid)}-`));
  try {
    return await work({ path, write: (name, text) => writeFileSync(join(path, name), text, { mode: 0o600 }) });
  } finally {
    rmSync(path, { recursive: true, force: true });
  }
}

/** Removes what processes that were killed left; a program that outlived them keeps its folder. */
export function clearWorkFolders(): void {
  const left = readdirSync(tmpdir()).filter((name) => name.startsWith(PREFIX) && !isOwned(name));
  if (left.length === 0) return;
  const inUse = foldersInUse();
  const unused = left.map((name) => join(tmpdir(), name)).filter((path) => !inUse.has(path));
  // Somebody else's, in a temp folder that all may write to, is left to them.
  for (const path of unused) orElse(undefined, () => rmSync(path, { recursive: true }));
}

function isOwned(name: string): boolean {
  const [, pid = '', start] = OWNER.exec(name.slice(PREFIX.length)) ?? [];
  return isAlive(Number(pid)) && startOf(Number(pid)) === start;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** When a process started, in ticks of the kernel: a later one with the same number differs. 0 where nobody tells. */
function startOf(pid: number): string {
  const stat = orElse('', () => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  // The name may hold blanks and brackets; what follows it does not.
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '0';
}

/** Where processes work, as far as we may see. */
function foldersInUse(): Set<string> {
  const pids = orElse<string[]>([], () => readdirSync('/proc')).filter((name) => /^\d+$/.test(name));
  return new Set(pids.map((pid) => orElse('', () => readlinkSync(`/proc/${pid}/cwd`))));
}

function orElse<T>(otherwise: T, read: () => T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}

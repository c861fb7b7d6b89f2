import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';

const UNFINISHED = 'unfinished-';

/** Where Berth keeps what it obtained: `BERTH_CACHE`, else below the user's cache folder. */
function cacheFolder(): string {
  const { BERTH_CACHE, XDG_CACHE_HOME } = process.env;
  return BERTH_CACHE || join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'berth');
}

/** The place of one obtained thing. Its name says its version, and it exists only when it is complete. */
export function cached(group: 'temporal' | 'stack', name: string): string {
  return join(cacheFolder(), group, name);
}

/**
 * Puts what `make` leaves at the path it returns to `target`, by one rename: whoever looks sees all of it or nothing,
 * and of two processes that obtain the same thing the later one finds the work done.
 */
export async function obtainInto(target: string, make: (folder: string) => Promise<string>): Promise<void> {
  const parent = dirname(target);
  const folder = join(parent, `${UNFINISHED}${process.pid}-${basename(target)}`);
  removeUnfinished(parent);
  mkdirSync(folder, { recursive: true });
  try {
    const made = await make(folder);
    if (!existsSync(target)) renameSync(made, target);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Folders of processes that were killed while they obtained something. */
function removeUnfinished(parent: string): void {
  if (!existsSync(parent)) return;
  for (const name of readdirSync(parent)) {
    if (!name.startsWith(UNFINISHED) || isAlive(Number.parseInt(name.slice(UNFINISHED.length), 10))) continue;
    rmSync(join(parent, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

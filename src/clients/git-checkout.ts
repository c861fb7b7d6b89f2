import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** More than any file or listing of a fleet. */
const MOST_BYTES = 64 * 1024 * 1024;

/** A clone on this machine, read by commit: what lies in the work tree does not count. */
export interface GitCheckout {
  /** Null when it is not there. */
  readFile(sha: string, path: string): Promise<string | null>;
  /** Every path. Rejects when the clone has no such commit. */
  listPaths(sha: string): Promise<string[]>;
}

export function openCheckout(folder: string): GitCheckout {
  const git = async (...args: string[]) =>
    (await run('git', ['-C', folder, ...args], { maxBuffer: MOST_BYTES })).stdout;
  const listPaths = async (sha: string) =>
    (await git('ls-tree', '-r', '--name-only', '-z', '--full-tree', sha)).split('\0').filter(Boolean);
  return {
    listPaths,
    readFile: async (sha, path) =>
      (await listPaths(sha)).includes(path) ? git('cat-file', 'blob', `${sha}:${path}`) : null,
  };
}

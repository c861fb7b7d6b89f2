/* A clone of the fleet, and `git` as a script uses it. */
import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface FleetClone {
  /** What a merge brought, by path. */
  filesOf(mergeSha: string): Promise<Map<string, string>>;
  /** Commits these files to main and pushes; one at a time, since a second push would be refused. Returns the commit. */
  push(files: ReadonlyMap<string, string>, message: string): Promise<string>;
  /** True when `sha` is `commit` or has it among its ancestors. */
  contains(sha: string, commit: string): Promise<boolean>;
}

/** Of the repository on disk: over HTTP main takes merged pull requests only. */
export async function cloneFleet(repository: string, parent: string): Promise<FleetClone> {
  const folder = join(parent, 'clone');
  await run('git', ['clone', '-q', repository, folder]);
  const git = async (...args: readonly string[]) => (await run('git', ['-C', folder, ...args])).stdout.trim();
  await git('config', 'user.name', 'Bench');
  await git('config', 'user.email', 'bench@example.test');
  let last: Promise<unknown> = Promise.resolve();
  const push = async (files: ReadonlyMap<string, string>, message: string) => {
    await git('pull', '-q', '--ff-only');
    for (const [path, content] of files) writeUnder(folder, path, content);
    await git('add', '--all');
    await git('commit', '-q', '-m', message);
    await git('push', '-q');
    return git('rev-parse', 'HEAD');
  };
  return {
    filesOf: async (mergeSha) => {
      const paths = (await git('diff', '--name-only', `${mergeSha}^1`, mergeSha)).split('\n');
      const read = async (path: string) => [path, `${await git('show', `${mergeSha}:${path}`)}\n`] as const;
      return new Map(await Promise.all(paths.map(read)));
    },
    push: (files, message) => {
      const pushed = last.then(() => push(files, message));
      last = pushed.catch(() => undefined);
      return pushed;
    },
    contains: async (sha, commit) => sha === commit || (await git('merge-base', sha, commit)) === commit,
  };
}

function writeUnder(folder: string, path: string, content: string): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

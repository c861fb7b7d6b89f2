import { execFile } from 'node:child_process';
import { lstat, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ClientError } from './client-error.ts';

const run = promisify(execFile);
/** More than any listing of a fleet. */
const MOST_BYTES = 64 * 1024 * 1024;
const COMMIT = /^[0-9a-f]{40,64}$/;

/** A work tree as it lies there, committed or not, beside the history that it came from. */
export interface GitWorktree {
  /** False where no Git is, or none of this folder's. */
  isRepository(): Promise<boolean>;
  /** Every file that is or would be committed: path to content. */
  readFiles(): Promise<Map<string, string>>;
  headCommit(): Promise<string>;
  /** Where HEAD left a branch or commit. @throws ClientError `Configuration` when there is no such thing here. */
  forkPoint(base: string): Promise<string>;
  /** Paths that are not as in a commit. */
  changedSince(commit: string): Promise<string[]>;
  /** Content at a commit; null when it is not there. */
  readAt(commit: string, path: string): Promise<string | null>;
  /** Whole messages of the commits from one, without it, to HEAD, newest first. */
  messagesSince(commit: string): Promise<string[]>;
  /** Every change of a file that its commit did not add, in the whole history of a branch or commit, newest first. */
  rewritesIn(ref: string): Promise<Rewrite[]>;
  /** Message and parents of a commit that is part of another's history; null when it is none. */
  readCommit(commit: string, partOf: string): Promise<WorktreeCommit | null>;
}

export interface WorktreeCommit {
  readonly message: string;
  readonly parents: readonly string[];
}

/** A file that a commit changed or removed. */
export interface Rewrite {
  readonly commit: string;
  readonly path: string;
}

export function openWorktree(folder: string): GitWorktree {
  const git = async (...args: string[]) =>
    (await run('git', ['-C', folder, ...args], { maxBuffer: MOST_BYTES })).stdout;
  const list = async (...args: string[]) => (await git(...args)).split('\0').filter(Boolean);
  const untracked = () => list('ls-files', '-z', '--others', '--exclude-standard');
  return {
    isRepository: () =>
      git('rev-parse', '--is-inside-work-tree').then(
        () => true,
        () => false,
      ),
    async readFiles() {
      const paths = [...(await list('ls-files', '-z', '--cached')), ...(await untracked())];
      const files = new Map<string, string>();
      // One by one: a fleet may have more files than a process may have open.
      for (const path of paths) {
        const text = await readText(join(folder, path));
        if (text !== null) files.set(path, text);
      }
      return files;
    },
    headCommit: async () => (await git('rev-parse', 'HEAD')).trim(),
    async forkPoint(base) {
      const found = await git('merge-base', '--end-of-options', base, 'HEAD').catch(() => '');
      if (found) return found.trim();
      const mend = 'fetch it with its history (actions/checkout: `fetch-depth: 0`)';
      throw new ClientError(
        'Configuration',
        `${folder} has no ${base} that HEAD has anything in common with: ${mend}.`,
      );
    },
    changedSince: async (commit) => [
      ...(await list('diff', '--relative', '--name-only', '--no-renames', '-z', commit, '--')),
      ...(await untracked()),
    ],
    readAt: (commit, path) => git('cat-file', 'blob', `${commit}:./${path}`).catch(() => null),
    messagesSince: (commit) => list('log', '-z', '--format=%B', `${commit}..HEAD`, '--'),
    async rewritesIn(ref) {
      const args = ['log', '--diff-merges=separate', '--no-renames', '--diff-filter=a', '--name-only', '-z'];
      const log = await list(...args, '--format=%x00commit %H', '--end-of-options', ref, '--').catch(() => null);
      if (log) return rewrites(log);
      throw new ClientError('Configuration', `${folder} has no ${ref}: fetch it.`);
    },
    async readCommit(commit, partOf) {
      if (!COMMIT.test(commit)) return null;
      const isPart = await git('merge-base', '--is-ancestor', commit, partOf).then(
        () => true,
        () => false,
      );
      if (!isPart) return null;
      const [parents = '', ...message] = (await git('log', '-1', '--format=%P%n%B', commit, '--')).split('\n');
      return { parents: parents.split(' ').filter(Boolean), message: message.join('\n') };
    },
  };
}

/** @param log `commit <id>`, then its paths, one a line. */
function rewrites(log: readonly string[]): Rewrite[] {
  let commit = '';
  return log.flatMap((text) => {
    const line = text.trim();
    const [, id] = /^commit ([0-9a-f]{40,64})$/.exec(line) ?? [];
    commit = id ?? commit;
    return id || line === '' ? [] : [{ commit, path: line }];
  });
}

/**
 * Null for what was deleted but not yet committed as such. Of a link, where it leads, as Git has it: it may lead out of
 * the repository.
 */
async function readText(file: string): Promise<string | null> {
  try {
    return (await lstat(file)).isSymbolicLink() ? await readlink(file) : await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // A folder is a repository inside this one.
    if (code === 'ENOENT' || code === 'EISDIR') return null;
    throw error;
  }
}

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MAIN = 'refs/heads/main';

/** Path to content; null removes the file. */
export type FileChanges = Readonly<Record<string, string | null>>;

/** A bare Git repository in a folder of its own, with the reads that activities are given. */
export interface BareRepository {
  readonly folder: string;
  /** Commits changes on main; returns the commit. */
  commit(changes: FileChanges, message?: string): string;
  readonly readFile: (sha: string, path: string) => Promise<string | null>;
  readonly treeAt: (sha: string, path: string) => Promise<string | null>;
  readonly contains: (sha: string, commit: string) => Promise<boolean>;
  remove(): void;
}

export function makeBareRepository(): BareRepository {
  const root = mkdtempSync(join(tmpdir(), 'berth-git-'));
  const folder = join(root, 'fleet.git');
  const git = gitIn(folder);
  git(['init', '--quiet', '--bare', '--initial-branch=main', folder]);
  return {
    folder,
    commit: (changes, message = 'Change') => commit(git, changes, message),
    readFile: async (sha, path) => orNull(() => git(['cat-file', 'blob', `${sha}:${path}`])),
    treeAt: async (sha, path) => orNull(() => git(['rev-parse', '--verify', '--quiet', `${sha}:${path}`]).trim()),
    contains: async (sha, ancestor) => orNull(() => git(['merge-base', '--is-ancestor', ancestor, sha])) !== null,
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** Commits changes on main of a bare repository, past whatever serves it; returns the commit. */
export function commitByHand(folder: string, changes: FileChanges): string {
  return commit(gitIn(folder), changes, 'By hand');
}

type Git = (args: readonly string[], input?: string) => string;

function gitIn(folder: string): Git {
  const env = {
    PATH: process.env['PATH'],
    GIT_DIR: folder,
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
  };
  return (args, input = '') => execFileSync('git', args, { env, input, encoding: 'utf8', stdio: 'pipe' });
}

/** One process for a whole commit: a test makes many. */
function commit(git: Git, changes: FileChanges, message: string): string {
  const data = (text: string) => `data ${Buffer.byteLength(text)}\n${text}\n`;
  const isFirst = orNull(() => git(['rev-parse', '--verify', '--quiet', MAIN])) === null;
  const edits = Object.entries(changes).map(([path, content]) =>
    content === null ? `D ${path}\n` : `M 100644 inline ${path}\n${data(content)}`,
  );
  const head = `commit ${MAIN}\ncommitter Berth <berth@example.test> now\n${data(message)}`;
  const from = isFirst ? '' : `from ${MAIN}^0\n`;
  git(['fast-import', '--quiet', '--date-format=now'], [head, from, ...edits].join(''));
  return git(['rev-parse', '--verify', MAIN]).trim();
}

function orNull(read: () => string): string | null {
  try {
    return read();
  } catch {
    return null;
  }
}

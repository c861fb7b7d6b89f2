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
  /** The same for several commits that whoever looks sees at once; returns them in order. */
  commitAtOnce(changes: readonly FileChanges[]): string[];
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
    commit: (changes, message = 'Change') => commit(git, [changes], message).join(),
    commitAtOnce: (changes) => commit(git, changes, 'Change'),
    readFile: async (sha, path) => orNull(() => git(['cat-file', 'blob', `${sha}:${path}`])),
    treeAt: async (sha, path) => orNull(() => git(['rev-parse', '--verify', '--quiet', `${sha}:${path}`]).trim()),
    contains: async (sha, ancestor) => orNull(() => git(['merge-base', '--is-ancestor', ancestor, sha])) !== null,
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** Commits changes on main of a bare repository, past whatever serves it; returns the commit. */
export function commitByHand(folder: string, changes: FileChanges): string {
  return commit(gitIn(folder), [changes], 'By hand').join();
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

/** One process for all commits: a test makes many. Main moves once, at the end. */
function commit(git: Git, commits: readonly FileChanges[], message: string): string[] {
  const isFirst = orNull(() => git(['rev-parse', '--verify', '--quiet', MAIN])) === null;
  const head = `commit ${MAIN}\ncommitter Berth <berth@example.test> now\n${data(message)}`;
  const from = (i: number) => (isFirst || i > 0 ? '' : `from ${MAIN}^0\n`);
  const stream = commits.map((changes, i) => [head, from(i), ...editsOf(changes)].join(''));
  git(['fast-import', '--quiet', '--date-format=now'], stream.join(''));
  return git(['rev-list', '--reverse', `--max-count=${commits.length}`, MAIN])
    .trim()
    .split('\n');
}

const data = (text: string) => `data ${Buffer.byteLength(text)}\n${text}\n`;

function editsOf(changes: FileChanges): string[] {
  return Object.entries(changes).map(([path, content]) =>
    content === null ? `D ${path}\n` : `M 100644 inline ${path}\n${data(content)}`,
  );
}

function orNull(read: () => string): string | null {
  try {
    return read();
  } catch {
    return null;
  }
}

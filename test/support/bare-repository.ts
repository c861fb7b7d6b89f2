import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Path to content; null removes the file. */
export type FileChanges = Readonly<Record<string, string | null>>;

/** A bare Git repository in a folder of its own, written by plumbing, with the reads that activities are given. */
export interface BareRepository {
  readonly folder: string;
  /** Commits changes on main; returns the commit. */
  commit(changes: FileChanges, message?: string): string;
  readFile(sha: string, path: string): Promise<string | null>;
  treeAt(sha: string, path: string): Promise<string | null>;
  contains(sha: string, commit: string): Promise<boolean>;
  remove(): void;
}

export function makeBareRepository(): BareRepository {
  const root = mkdtempSync(join(tmpdir(), 'berth-git-'));
  const folder = join(root, 'fleet.git');
  const git = gitIn(folder, join(root, 'index'));
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

type Git = (args: readonly string[], input?: string) => string;

function gitIn(folder: string, index: string): Git {
  const env = {
    PATH: process.env['PATH'],
    GIT_DIR: folder,
    GIT_INDEX_FILE: index,
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: 'Berth',
    GIT_AUTHOR_EMAIL: 'berth@example.test',
    GIT_COMMITTER_NAME: 'Berth',
    GIT_COMMITTER_EMAIL: 'berth@example.test',
  };
  return (args, input = '') => execFileSync('git', args, { env, input, encoding: 'utf8', stdio: 'pipe' });
}

function commit(git: Git, changes: FileChanges, message: string): string {
  for (const [path, content] of Object.entries(changes)) {
    if (content === null) git(['update-index', '--force-remove', path]);
    else {
      const blob = git(['hash-object', '-w', '--stdin'], content).trim();
      git(['update-index', '--add', '--cacheinfo', `100644,${blob},${path}`]);
    }
  }
  const parent = orNull(() => git(['rev-parse', '--verify', '--quiet', 'refs/heads/main']).trim());
  const tree = git(['write-tree']).trim();
  const sha = git(['commit-tree', tree, ...(parent ? ['-p', parent] : []), '-m', message]).trim();
  git(['update-ref', 'refs/heads/main', sha]);
  return sha;
}

function orNull(read: () => string): string | null {
  try {
    return read();
  } catch {
    return null;
  }
}

import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Git, NO_OBJECT, type Signature, signedBy } from './git.ts';

export interface TreeEntry {
  readonly path: string;
  readonly mode: string;
  readonly type: string;
  readonly sha: string;
  readonly size?: number;
}

/** A change of one path in a new tree; a null sha deletes. */
export interface TreeChange {
  readonly path: string;
  readonly mode: string;
  readonly sha: string | null;
}

export interface CommitDetails {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Required<Signature>;
  readonly committer: Required<Signature>;
  readonly message: string;
}

export async function writeBlob(git: Git, content: string | Buffer): Promise<string> {
  return (await git.run(['hash-object', '-w', '--stdin'], { input: content })).text;
}

export async function readBlob(git: Git, sha: string): Promise<Buffer> {
  return (await git.run(['cat-file', 'blob', sha])).out;
}

/** Base64 in lines of 60, as GitHub sends it. */
export function lines(content: Buffer): string {
  return content.toString('base64').replace(/.{1,60}/g, '$&\n');
}

/** The entries of a tree; below it too when `recursive`. */
export async function listTree(git: Git, tree: string, recursive: boolean): Promise<TreeEntry[]> {
  const { out } = await git.run(['ls-tree', '-z', '-l', ...(recursive ? ['-r', '-t'] : []), tree]);
  return out.toString().split('\0').filter(Boolean).map(parseEntry);
}

function parseEntry(line: string): TreeEntry {
  const tab = line.indexOf('\t');
  const [mode = '', type = '', sha = '', size = '-'] = line.slice(0, tab).split(/ +/);
  return { path: line.slice(tab + 1), mode, type, sha, ...(size === '-' ? {} : { size: Number(size) }) };
}

/** A new tree: `base` (or nothing) with the changes. */
export async function writeTree(git: Git, base: string | undefined, changes: readonly TreeChange[]): Promise<string> {
  const index = join(git.folder, `index-${randomUUID()}`);
  const env = { GIT_INDEX_FILE: index };
  try {
    await git.run(['read-tree', base ?? '--empty'], { env });
    const lines = changes.map(({ path, mode, sha }) =>
      sha === null ? `0 ${NO_OBJECT}\t${path}\0` : `${mode} ${sha}\t${path}\0`,
    );
    await git.run(['update-index', '-z', '--index-info'], { env, input: lines.join('') });
    return (await git.run(['write-tree'], { env })).text;
  } finally {
    rmSync(index, { force: true });
  }
}

export interface NewCommit {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly message: string;
  readonly author: Signature;
  readonly committer?: Signature;
}

export async function writeCommit(git: Git, commit: NewCommit): Promise<string> {
  const parents = commit.parents.flatMap((parent) => ['-p', parent]);
  const env = signedBy(commit.author, commit.committer);
  return (await git.run(['commit-tree', commit.tree, ...parents, '-F', '-'], { env, input: commit.message })).text;
}

export async function readCommit(git: Git, sha: string): Promise<CommitDetails> {
  const format = '--format=%T%n%P%n%an%n%ae%n%aI%n%cn%n%ce%n%cI%n%B';
  const [tree = '', parents = '', ...rest] = (await git.run(['show', '-s', format, sha])).text.split('\n');
  const [name = '', email = '', date = '', committer = '', mail = '', committed = '', ...message] = rest;
  return {
    sha,
    tree,
    parents: parents.split(' ').filter(Boolean),
    author: { name, email, date },
    committer: { name: committer, email: mail, date: committed },
    message: message.join('\n'),
  };
}

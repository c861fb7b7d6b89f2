import type { Git } from './git.ts';

/** A path that differs between two commits. */
export interface ChangedPath {
  readonly path: string;
  readonly status: 'added' | 'modified' | 'removed';
  readonly additions: number;
  readonly deletions: number;
}

export async function isAncestor(git: Git, older: string, newer: string): Promise<boolean> {
  return (await git.run(['merge-base', '--is-ancestor', older, newer], { answers: [0, 1] })).code === 0;
}

export async function mergeBase(git: Git, a: string, b: string): Promise<string | undefined> {
  const found = await git.run(['merge-base', a, b], { answers: [0, 1] });
  return found.code === 0 ? found.text : undefined;
}

/** How many commits `to` has that `from` lacks. */
export async function countCommits(git: Git, from: string, to: string): Promise<number> {
  return Number((await git.run(['rev-list', '--count', `${from}..${to}`])).text);
}

/** The commits that `to` has and `from` lacks, oldest first. */
export async function listCommits(git: Git, from: string, to: string): Promise<string[]> {
  return (await git.run(['rev-list', '--reverse', `${from}..${to}`])).text.split('\n').filter(Boolean);
}

/** The tree of merging `head` into `base`, or nothing on a conflict. */
export async function mergeTrees(git: Git, base: string, head: string): Promise<string | undefined> {
  const merged = await git.run(['merge-tree', '--write-tree', base, head], { answers: [0, 1] });
  return merged.code === 0 ? merged.text.split('\n')[0] : undefined;
}

/** Compare-and-swap of a ref; false when it was not at `old` any more. */
export async function moveRef(git: Git, ref: string, to: string, old: string): Promise<boolean> {
  return (await git.run(['update-ref', ref, to, old], { answers: [0, 1, 128] })).code === 0;
}

/** Names and objects of all branches. */
export async function listBranches(git: Git): Promise<Map<string, string>> {
  const { text } = await git.run(['for-each-ref', '--format=%(refname:lstrip=2) %(objectname)', 'refs/heads']);
  const lines = text.split('\n').filter(Boolean);
  return new Map(lines.map((line) => [line.slice(0, -41), line.slice(-40)]));
}

const STATUS = { A: 'added', M: 'modified', D: 'removed' } as const;

/** What differs from `from` to `to`; a rename is a removal and an addition, as with GitHub's `--no-renames`. */
export async function changedPaths(git: Git, from: string, to: string): Promise<ChangedPath[]> {
  const names = await git.run(['diff', '--no-renames', '--name-status', '-z', from, to]);
  const numbers = await git.run(['diff', '--no-renames', '--numstat', '-z', from, to]);
  const counts = new Map(numbers.text.split('\0').filter(Boolean).map(parseCounts));
  const parts = names.text.split('\0').filter(Boolean);
  const changed: ChangedPath[] = [];
  for (let i = 0; i + 1 < parts.length; i += 2) {
    const path = parts[i + 1] ?? '';
    const [additions, deletions] = counts.get(path) ?? [0, 0];
    changed.push({ path, status: STATUS[parts[i] as keyof typeof STATUS] ?? 'modified', additions, deletions });
  }
  return changed;
}

function parseCounts(line: string): [string, [number, number]] {
  const [added = '0', removed = '0', path = ''] = line.split('\t');
  return [path, [Number(added) || 0, Number(removed) || 0]];
}

/** The unified difference of one path. */
export async function patchOf(git: Git, from: string, to: string, path: string): Promise<string> {
  const { text } = await git.run(['diff', '--no-renames', from, to, '--', path]);
  const start = text.indexOf('@@');
  return start < 0 ? '' : text.slice(start);
}

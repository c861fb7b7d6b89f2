import { createHash } from 'node:crypto';
import { type Fleet, mergeBase } from '../../clients/github-fleet.ts';
import { type Entry, readTree, type Tree } from '../../clients/github-tree.ts';
import type { RenderedFile } from '../../domain/change.ts';

const FILE = '100644' as const;

/** The name git gives to this content. */
export function blobSha(content: string): string {
  const bytes = Buffer.from(content);
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

/** Paths that are not the same in both trees. */
export function differingPaths(a: Tree, b: Tree): string[] {
  return [...new Set([...a.keys(), ...b.keys()])].filter((path) => !sameEntry(a.get(path), b.get(path)));
}

export const sameEntry = (a: Entry | undefined, b: Entry | undefined) => a?.sha === b?.sha && a?.mode === b?.mode;

/** What of a change must hold for its approval to stand. */
export interface Spec {
  readonly files: readonly RenderedFile[];
  /** Paths that must be gone. */
  readonly removed?: readonly string[];
  /** Every path the request owns. */
  readonly paths: readonly string[];
}

/** True when the head holds exactly our files and, since it left `base`, touches nothing that is not ours. */
export async function holdsSpec(fleet: Fleet, spec: Spec, base: string, head: string): Promise<boolean> {
  const tree = await readTree(fleet, head);
  const ours = ({ path, content }: RenderedFile) => sameEntry(tree.get(path), { sha: blobSha(content), mode: FILE });
  if (!spec.files.every(ours) || spec.removed?.some((path) => tree.has(path))) return false;
  const common = await mergeBase(fleet, base, head);
  if (!common) return false;
  const owned = new Set([...spec.paths, ...spec.files.map(({ path }) => path)]);
  return differingPaths(await readTree(fleet, common), tree).every((path) => owned.has(path));
}

/** Which of these paths are not the same at two commits. */
export async function changedBetween(
  fleet: Fleet,
  paths: readonly string[],
  [from, to]: readonly [from: string, to: string],
): Promise<string[]> {
  if (from === to) return [];
  const [before, after] = [await readTree(fleet, from), await readTree(fleet, to)];
  return paths.filter((path) => !sameEntry(before.get(path), after.get(path)));
}

/** A change of one path: new content, an object that exists, or removal. */
export type TreeChange =
  | { readonly path: string; readonly content: string }
  | { readonly path: string; readonly sha: string | null; readonly mode: string };

/** Takes a path out of a tree. */
export const without = (path: string): TreeChange => ({ path, sha: null, mode: FILE });

type Mode = '100644' | '100755' | '120000';

/** Writes a commit whose tree is that of `base` with the changes. Two writes. */
export async function writeCommit(
  fleet: Fleet,
  commit: {
    base: string;
    changes: readonly TreeChange[];
    parents: readonly string[];
    message: string;
    at: string;
  },
): Promise<string> {
  const { data: base } = await fleet.rest.git.getCommit({ ...fleet.at, commit_sha: commit.base });
  const tree = commit.changes.map((change) => ({ mode: FILE as Mode, type: 'blob' as const, ...change }) as TreeInput);
  const { data: written } = await fleet.rest.git.createTree({ ...fleet.at, base_tree: base.tree.sha, tree });
  const { data: made } = await fleet.rest.git.createCommit({
    ...fleet.at,
    message: commit.message,
    tree: written.sha,
    parents: [...commit.parents],
    author: { name: 'Berth', email: 'berth@users.noreply.github.com', date: wholeSeconds(commit.at) },
  });
  return made.sha;
}

interface TreeInput {
  path: string;
  mode: Mode;
  type: 'blob';
  content?: string;
  sha?: string | null;
}

/** Fixed by the request, so that a repeated attempt makes the very same commit. */
const wholeSeconds = (at: string) => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');

import type { GitWorktree } from '../clients/git-worktree.ts';
import { type ChangedFile, type ChangeTrailers, type FleetChange, readTrailers } from './change.ts';
import type { FleetFiles } from './tree.ts';

/**
 * What a work tree changes since it left its base.
 * @throws ClientError `Configuration` when the base is not there.
 */
export async function readChange(worktree: GitWorktree, files: FleetFiles, base: string): Promise<FleetChange> {
  const fork = await worktree.forkPoint(base);
  const paths = new Map<string, ChangedFile>();
  for (const path of await worktree.changedSince(fork)) {
    paths.set(path, { before: await worktree.readAt(fork, path), after: files.get(path) ?? null });
  }
  const trailers = readTrailers(await worktree.messagesSince(fork));
  return { paths, trailers, beforeMerge: await readBeforeMerge(worktree, trailers, fork, [...paths.keys()]) };
}

async function readBeforeMerge(
  worktree: GitWorktree,
  { undo, request }: ChangeTrailers,
  fork: string,
  paths: readonly string[],
): Promise<Map<string, string | null> | null> {
  const merge = undo === undefined ? null : await worktree.readCommit(undo, fork);
  const [before, head] = merge?.parents ?? [];
  if (!merge || !before || !head) return null;
  // A merge made in GitHub's page carries no trailers, but the head that it merged does.
  const merged = await worktree.readCommit(head, fork);
  const said = readTrailers([merge.message, merged?.message ?? '']);
  if (request === undefined || said.request !== request) return null;
  const contents = new Map<string, string | null>();
  for (const path of paths) contents.set(path, await worktree.readAt(before, path));
  return contents;
}

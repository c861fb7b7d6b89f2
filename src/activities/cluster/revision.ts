import type { ClusterDeps } from './deps.ts';

/** How a commit that Flux names stands to the one we merged, as far as our folder is concerned. */
export type Relation = 'ours' | 'later' | 'earlier';

/**
 * `ours`: our folder is as we merged it, at whichever commit. `later`: the commit contains our merge, but the folder
 * was changed since. `earlier`: our merge is not in it yet. Each commit is asked about once.
 */
export function revisionRelation(
  deps: Pick<ClusterDeps, 'treeAt' | 'contains'>,
  mergeSha: string,
  path: string,
): (sha: string | undefined) => Promise<Relation> {
  const known = new Map<string, Relation>([[mergeSha, 'ours']]);
  let merged: Promise<string | null> | undefined;
  return async (sha) => {
    if (sha === undefined) return 'earlier';
    const before = known.get(sha);
    if (before) return before;
    merged ??= deps.treeAt(mergeSha, path);
    const same = (await deps.treeAt(sha, path)) === (await merged);
    const relation = same ? 'ours' : (await deps.contains(sha, mergeSha)) ? 'later' : 'earlier';
    known.set(sha, relation);
    return relation;
  };
}

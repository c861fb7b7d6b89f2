import type { Fleet } from './github-fleet.ts';
import { readBlob } from './github-tree.ts';
import { inBatches } from './in-batches.ts';

/** What blobs of these ids hold, in that order. Throws what GitHub's client throws. */
export type ReadBlobs<T> = (fleet: Fleet, shas: readonly string[]) => Promise<T[]>;

const READS_AT_ONCE = 8;

/**
 * Blobs never change, so each is read once in the life of the process.
 * @param most of them that are kept before all are forgotten. @param parse what is kept of a blob's text.
 */
export function keepBlobs<T>(most: number, parse: (text: string) => T): ReadBlobs<T> {
  const kept = new Map<string, T>();
  const readOne = async (fleet: Fleet, sha: string): Promise<T> => {
    const blob = kept.get(sha) ?? parse(await readBlob(fleet, sha));
    kept.set(sha, blob);
    return blob;
  };
  return (fleet, shas) => {
    if (kept.size > most) kept.clear();
    return inBatches(shas, READS_AT_ONCE, (sha) => readOne(fleet, sha));
  };
}

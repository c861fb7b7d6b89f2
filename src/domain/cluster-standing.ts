/* Clusters as Berth knows them: what they may hold, what stands on them, and what requests under way have reserved. */
import { loadIn } from './books.ts';
import type { Executor } from './change.ts';
import type { FleetSnapshot } from './fleet.ts';
import { readEnvironments } from './fleet-settings.ts';
import { beyond, type Load, limitOfAmounts, NO_LOAD, plus, sumOf } from './load.ts';
import { clusterNames, readProfile } from './profile.ts';
import { type Book, usedBy } from './reservation.ts';

/** What of a load a cluster has: money has books of its own. */
export type Room = Pick<Load, 'milliCpu' | 'memoryMiB' | 'storageMiB'>;

export interface ClusterStanding {
  readonly name: string;
  readonly site: string;
  readonly executor: Executor;
  /** What may be reserved in all; a component that is left out has no limit. */
  readonly limit: { readonly [component in keyof Room]?: number };
  /** What the environments that stand in Git take. */
  readonly standing: Room;
  readonly environments: number;
}

/** The same with what changes while requests are under way. */
export interface ClusterNow extends ClusterStanding {
  /** What requests hold beyond what stands; null while the keeper of its book cannot be asked. */
  readonly reserved: Room | null;
  /** Requests in line for room; null likewise. */
  readonly waiting: number | null;
}

/** All clusters of the fleet by name. @throws FleetDataError */
export function clustersOf(snapshot: FleetSnapshot): ClusterStanding[] {
  const environments = readEnvironments(snapshot);
  return clusterNames(snapshot).flatMap((name) => {
    const profile = readProfile(snapshot, name);
    if (!profile) return [];
    const here = environments.filter(({ placements }) => placements.some(({ cluster }) => cluster === name));
    const standing = roomOf(sumOf(here.map((one) => loadIn(one, { kind: 'cluster', name }))));
    const { site, executor, capacity } = profile;
    return [{ name, site, executor, limit: limitOfAmounts(capacity ?? {}), standing, environments: here.length }];
  });
}

/** @param book of the cluster; null: it cannot be asked; undefined: nobody has ever asked for room. */
export function withBook(cluster: ClusterStanding, book: Book | null | undefined): ClusterNow {
  if (book === null) return { ...cluster, reserved: null, waiting: null };
  if (!book) return { ...cluster, reserved: roomOf(NO_LOAD), waiting: 0 };
  const standing = plus(book.others, sumOf(book.standing.map(({ load }) => load)));
  // What is confirmed stands in Git, from where it is told already, whenever the book reads that.
  const underWay = { ...book, held: book.held.filter(({ confirmed }) => !confirmed) };
  return { ...cluster, reserved: roomOf(beyond(usedBy(underWay), standing)), waiting: book.line.length };
}

const roomOf = ({ milliCpu, memoryMiB, storageMiB }: Load): Room => ({ milliCpu, memoryMiB, storageMiB });

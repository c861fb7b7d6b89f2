/* Whose books there are, by name, and what a change takes of one. Plain: workflows name them too. */
import type { Load } from './load.ts';

/** Whose book it is. */
export interface BookOwner {
  readonly kind: 'cluster' | 'cost-centre' | 'organisation' | 'project';
  readonly name: string;
}

/** Id of the workflow that keeps the book. Sorted by it, budgets come before clusters. */
export const bookId = ({ kind, name }: BookOwner): string =>
  kind === 'cluster' ? `pool:${name}` : `budget:${kind}.${name}`;

/** @throws Error on an id that no book has. */
export function ownerOf(id: string): BookOwner {
  const [, pool, kind, name] = /^(?:pool:(.+)|budget:(cost-centre|organisation|project)\.(.+))$/.exec(id) ?? [];
  if (pool !== undefined) return { kind: 'cluster', name: pool };
  if (kind === undefined || name === undefined) throw new Error(`"${id}" is not the id of a book`);
  return { kind: kind as BookOwner['kind'], name };
}

/** What one change takes of one book. */
export interface Claim {
  /** `bookId` of its owner. */
  readonly book: string;
  readonly load: Load;
}

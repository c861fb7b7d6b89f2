import { type ApplicationFailure, workflowInfo } from '@temporalio/workflow';
import { type Ask, type Book, EMPTY_BOOK } from '../../domain/reservation.ts';

/**
 * Temporal takes 2,000 updates a run. Fewer make a history that another worker has gone through in a second or two, when the
 * one that kept the book was killed: after ten it would have to begin again.
 */
const MOST_ASKS = 250;

/** An ask that waits for its answer. */
export interface Pending {
  readonly ask: Ask;
  outcome?: 'decided' | ApplicationFailure;
}

/** What one run hands to the next: everybody it knows of. */
export interface Carried {
  readonly book: Book;
  readonly told: Readonly<Record<string, number>>;
}

/** All that the keeper of one book knows. */
export interface Keeper {
  /** Id of its workflow. */
  readonly id: string;
  book: Book;
  readonly pending: Pending[];
  /** By reference: the place that a request knows of. */
  readonly told: Map<string, number>;
  /** True when somebody left or was confirmed since the line was looked at. */
  changed: boolean;
  /** When Git was read last, in milliseconds since 1970; 0 when it says something else by now. */
  readAt: number;
  /** How many asks this run has taken. */
  asks: number;
}

export const newKeeper = (id: string, carried?: Carried): Keeper => ({
  id,
  book: carried?.book ?? EMPTY_BOOK,
  pending: [],
  told: new Map(Object.entries(carried?.told ?? {})),
  // What the last run left undone is looked at again.
  changed: carried !== undefined,
  readAt: 0,
  asks: 0,
});

export const carriedFrom = ({ book, told }: Keeper): Carried => ({ book, told: Object.fromEntries(told) });

/** This run takes no more asks. */
export const isFull = ({ asks }: Keeper): boolean => asks >= MOST_ASKS || workflowInfo().continueAsNewSuggested;

/*
 * The keeper of one book: `pool:<cluster>` or `budget:<kind>.<name>`. It takes asks in, reads what Git says, serves
 * whoever there is room for, and tells those in line. Its id is the lock: a book has one keeper, who does one thing
 * after the other.
 */
import { allHandlersFinished, condition, continueAsNew } from '@temporalio/workflow';
import { confirmedIn, nextEnd } from '../../domain/reservation.ts';
import { setHandlers } from './handlers.ts';
import { type Carried, carriedFrom, isFull, type Keeper, newKeeper } from './keeper.ts';
import { lookAfter, readAndServe, serve, tell } from './rounds.ts';

/**
 * How often Git is read anew while somebody waits, since limits are raised and environments removed there, and how soon
 * again for what stands there when it could not be read.
 */
const READ_EVERY_MS = 120_000;

/**
 * @param id of this workflow, which names the owner.
 * @param carried what an earlier run left; nothing when it is the first.
 */
export async function reservations(id: string, carried?: Carried): Promise<void> {
  const keeper = newKeeper(id, carried);
  setHandlers(keeper);
  while (!mayEnd(keeper)) {
    await waitForWork(keeper);
    await work(keeper);
  }
  await continueAsNew<typeof reservations>(id, carriedFrom(keeper));
}

/** Whoever asked has their answer. */
const mayEnd = (keeper: Keeper): boolean => isFull(keeper) && keeper.pending.length === 0 && allHandlersFinished();

async function waitForWork(keeper: Keeper): Promise<void> {
  const woken = () => keeper.pending.length > 0 || keeper.changed || mayEnd(keeper);
  const at = Math.min(readAt(keeper), nextEnd(keeper.book) ?? Number.POSITIVE_INFINITY);
  if (at === Number.POSITIVE_INFINITY) await condition(woken);
  else await condition(woken, Math.max(1, at - Date.now()), { summary: 'Look after those who wait' });
}

/** When Git is to be read without anybody asking. */
const readAt = ({ book, readAt: last }: Keeper): number =>
  book.line.length > 0 || confirmedIn(book).length > 0 ? last + READ_EVERY_MS : Number.POSITIVE_INFINITY;

async function work(keeper: Keeper): Promise<void> {
  if ((nextEnd(keeper.book) ?? Number.POSITIVE_INFINITY) <= Date.now()) await lookAfter(keeper);
  if (keeper.pending.length > 0 || readAt(keeper) <= Date.now()) await readAndServe(keeper);
  else serve(keeper);
  await tell(keeper);
}

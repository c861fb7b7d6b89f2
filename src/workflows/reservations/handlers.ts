/* What a keeper can be told at any moment. Handlers only note it; the main line alone decides. */
import { ApplicationFailure, condition, setHandler } from '@temporalio/workflow';
import { type Ask, confirm, isAskedAlready, type Place, placeOf, release, reserve } from '../../domain/reservation.ts';
import { askRoomUpdate, BUSY, bookQuery, confirmRoomSignal, type RoomAsk, releaseRoomSignal } from '../messages.ts';
import { isFull, type Keeper, type Pending } from './keeper.ts';

/** So long a request that is gone without a word keeps its room; whoever still goes on is renewed. */
export const LIVES_MS = 6 * 3_600_000;

export function setHandlers(keeper: Keeper): void {
  setHandler(bookQuery, () => keeper.book);
  setHandler(askRoomUpdate, (ask) => take(keeper, ask), { validator: (_ask) => requireOpen(keeper) });
  setHandler(confirmRoomSignal, (reference) => {
    keeper.book = confirm(keeper.book, reference);
    keeper.readAt = 0;
    keeper.changed = true;
  });
  setHandler(releaseRoomSignal, (reference) => leave(keeper, reference));
}

function requireOpen(keeper: Keeper): void {
  if (isFull(keeper)) throw busy(`${keeper.id} goes on in a new run: ask again`);
}

const busy = (message: string) => ApplicationFailure.retryable(message, BUSY);

/** Answers once the main line has decided; at once, when exactly this was asked before. */
async function take(keeper: Keeper, asked: RoomAsk): Promise<Place> {
  keeper.asks += 1;
  const ask = { ...asked, until: Date.now() + LIVES_MS };
  if (isAskedAlready(keeper.book, ask)) keeper.book = reserve(keeper.book, ask);
  else await decision(keeper, ask);
  const place = placeOf(keeper.book, ask.id);
  if (!place) throw busy(`${ask.id} gave its place back meanwhile`);
  keeper.told.set(ask.id, place.place);
  return place;
}

async function decision(keeper: Keeper, ask: Ask): Promise<void> {
  const pending: Pending = { ask };
  keeper.pending.push(pending);
  await condition(() => pending.outcome !== undefined);
  if (pending.outcome instanceof ApplicationFailure) throw pending.outcome;
}

/** Also takes back an ask of the same request that is not decided yet. */
function leave(keeper: Keeper, reference: string): void {
  for (const pending of keeper.pending.filter(({ ask }) => ask.id === reference)) {
    pending.outcome = busy(`${reference} gave its place back meanwhile`);
  }
  keeper.pending.splice(0, keeper.pending.length, ...keeper.pending.filter(({ outcome }) => !outcome));
  keeper.book = release(keeper.book, reference);
  keeper.changed = true;
}

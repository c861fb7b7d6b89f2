/* What the keeper of a book does, one thing after the other: decide about asks, serve the line, look after the silent. */
import { ApplicationFailure, getExternalWorkflowHandle, isCancellation, setCurrentDetails } from '@temporalio/workflow';
import { requestWorkflowId } from '../../domain/naming.ts';
import {
  confirmedIn,
  environmentsOf,
  overdue,
  readAnew,
  release,
  renew,
  reserve,
  settle,
} from '../../domain/reservation.ts';
import { failureOf } from '../failure-of.ts';
import { books } from '../gateways.ts';
import { roomChangedSignal } from '../messages.ts';
import { LIVES_MS } from './handlers.ts';
import type { Keeper } from './keeper.ts';

/** Those whose time is over soon are looked after together. */
const SOON_MS = 5 * 60_000;
/** So many at the front of a line are told when they move up. */
const MOST_TOLD = 5;
/** Temporal lets a workflow send 2,000 signals at a time. */
const AT_ONCE = 500;

/** Reads what Git says now, takes everybody in who asked before that, and serves. A failure answers those who asked. */
export async function readAndServe(keeper: Keeper): Promise<void> {
  const batch = [...keeper.pending];
  const asked = batch.map(({ ask }) => ask.environment);
  const environments = [...new Set([...environmentsOf(keeper.book), ...asked])];
  const confirmed = confirmedIn(keeper.book);
  keeper.readAt = Date.now();
  try {
    const reading = await books.readBook({ book: keeper.id, environments });
    // Who left while Git was read is no longer among those who ask.
    const asks = batch.filter((pending) => keeper.pending.includes(pending)).map(({ ask }) => ask);
    keeper.book = readAnew(asks.reduce(reserve, keeper.book), reading, confirmed);
    answer(keeper, batch, 'decided');
  } catch (error) {
    if (isCancellation(error)) throw error;
    const { type, message } = failureOf(error);
    setCurrentDetails(`Git could not be read: ${message}`);
    answer(keeper, batch, ApplicationFailure.create({ type, message }));
  }
}

function answer(keeper: Keeper, batch: Keeper['pending'], outcome: 'decided' | ApplicationFailure): void {
  serve(keeper);
  for (const pending of batch) pending.outcome ??= outcome;
  keeper.pending.splice(0, keeper.pending.length, ...keeper.pending.filter((one) => !batch.includes(one)));
}

/** Gives room to whoever there is room for. */
export function serve(keeper: Keeper): void {
  keeper.book = settle(keeper.book).book;
}

/** Tells requests that wait in line how they stand now; one that is gone gives its place back. */
export async function tell(keeper: Keeper): Promise<void> {
  const { held, line } = keeper.book;
  const places = new Map([...held.map(({ id }) => [id, 0] as const), ...line.map(({ id }, i) => [id, i + 1] as const)]);
  for (const id of keeper.told.keys()) if (!places.has(id)) keeper.told.delete(id);
  const moved = [...places].filter(([id, place]) => place <= MOST_TOLD && place !== (keeper.told.get(id) ?? place));
  keeper.changed = moved.length > AT_ONCE;
  describe(keeper);
  await Promise.all(moved.slice(0, AT_ONCE).map(([id, place]) => tellOne(keeper, id, place)));
}

async function tellOne(keeper: Keeper, id: string, place: number): Promise<void> {
  keeper.told.set(id, place);
  try {
    await getExternalWorkflowHandle(requestWorkflowId(id)).signal(roomChangedSignal);
  } catch (error) {
    if (isCancellation(error)) throw error;
    keeper.book = release(keeper.book, id);
    keeper.changed = true;
  }
}

function describe({ id, book: { held, line } }: Keeper): void {
  const waiting =
    line.length > 0
      ? `; in line: ${line
          .slice(0, MOST_TOLD)
          .map((one) => one.id)
          .join(', ')}`
      : '';
  setCurrentDetails(`**${id}** holds room for ${held.length}, ${line.length} wait${waiting}`);
}

/** Of those whose time is over, whoever still goes on stays; the others are forgotten. */
export async function lookAfter(keeper: Keeper): Promise<void> {
  const due = overdue(keeper.book, Date.now() + SOON_MS);
  const goOn = await whoGoesOn(due);
  const gone = due.filter((id) => !goOn.includes(id));
  keeper.book = gone.reduce(release, renew(keeper.book, goOn, Date.now() + LIVES_MS));
  keeper.changed = true;
}

/** Nobody loses their room because Temporal could not say. */
async function whoGoesOn(references: readonly string[]): Promise<readonly string[]> {
  try {
    return await books.whoGoesOn({ references });
  } catch (error) {
    if (isCancellation(error)) throw error;
    return references;
  }
}

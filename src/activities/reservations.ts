import { randomUUID } from 'node:crypto';
import { type Client, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { ClientError } from '../clients/client-error.ts';
import { isRunning, signalRunning } from '../clients/temporal.ts';
import { readBook, termsOf } from '../domain/books.ts';
import { withReserved } from '../domain/budget.ts';
import { ownerOf } from '../domain/claim.ts';
import { FAILURES, type FailureType } from '../domain/failures.ts';
import type { FleetSnapshot } from '../domain/fleet.ts';
import { requestWorkflowId } from '../domain/naming.ts';
import type { Place } from '../domain/reservation.ts';
import { describeWait, whoMakesRoom } from '../domain/room-text.ts';
import {
  askRoomUpdate,
  BUSY,
  confirmRoomSignal,
  type RoomAsk,
  releaseRoomSignal,
  TASK_QUEUES,
  WORKFLOWS,
} from '../workflows/messages.ts';
import { catalogueFailure } from './catalogue.ts';
import type { ReservationActivities, RoomAnswer } from './contracts.ts';
import { askEntity } from './entity-update.ts';
import { failure } from './failures.ts';
import { fewAtATime } from './few-at-a-time.ts';

export interface ReservationDeps {
  readonly client: Client;
  /** The fleet's settings at the head of its main branch. Throws failures of the closed list. */
  readonly readFleet: () => Promise<FleetSnapshot>;
}

type Order = Parameters<ReservationActivities['reserveRoom']>[0];

/** Temporal lets a workflow have ten updates in flight, of all workers; more are turned away, which costs as much as an answer. */
const ASKS_AT_A_TIME = 4;

/** Books are kept by workflows: these are the doors to them, and what the keepers ask themselves. */
export function createReservationActivities({ client, readFleet }: ReservationDeps): ReservationActivities {
  const inTurn = fewAtATime(ASKS_AT_A_TIME);
  const signalAll = async (signal: typeof confirmRoomSignal, reference: string, books: readonly string[]) => {
    // Without a keeper there is nothing to confirm or to give back.
    for (const book of books) await signalRunning(client, book, signal, reference);
  };
  return {
    async reserveRoom(order) {
      const named = order.claims.map(({ book }) => book);
      const left = order.former.filter((book) => !named.includes(book));
      await signalAll(releaseRoomSignal, order.reference, left);
      const ask = (book: string, asked: RoomAsk) => inTurn(book, () => askBook(client, book, asked));
      return askInOrder(ask, order, async (book) => termsOf(await readFleet(), ownerOf(book)).currency);
    },
    confirmRoom: ({ reference, books }) => signalAll(confirmRoomSignal, reference, books),
    async releaseRoom({ reference, books }) {
      await signalAll(releaseRoomSignal, reference, books);
      return [];
    },
    async readBook({ book, environments }) {
      const snapshot = await readFleet();
      try {
        return readBook(snapshot, ownerOf(book), environments);
      } catch (error) {
        throw catalogueFailure(error);
      }
    },
    async whoGoesOn({ references }) {
      const running = await Promise.all(references.map((one) => isRunning(client, requestWorkflowId(one))));
      return references.filter((_, i) => running[i]);
    },
  };
}

/** Stops at the first book without room; the next is asked only once this one has served. */
async function askInOrder(
  ask: (book: string, asked: RoomAsk) => Promise<Place>,
  { reference, environment, claims, budgets }: Order,
  currencyOf: (book: string) => Promise<string>,
): Promise<RoomAnswer> {
  let known = budgets;
  for (const { book, load } of claims) {
    const place = await ask(book, { id: reference, environment, load });
    known = withReserved(known, book, place.reserved.cents);
    if (place.place === 0) continue;
    const text = describeWait(ownerOf(book), place, await currencyOf(book));
    return { waiting: { who: whoMakesRoom(ownerOf(book)), text }, budgets: known };
  }
  return { budgets: known };
}

async function askBook(client: Client, book: string, asked: RoomAsk): Promise<Place> {
  const start = () => startKeeper(client, book);
  const question = { workflowId: book, update: askRoomUpdate, argument: asked, updateId: randomUUID(), start };
  try {
    return await askEntity(client, question);
  } catch (error) {
    throw askFailure(error);
  }
}

/** The first ask starts it. */
const startKeeper = (client: Client, book: string) =>
  client.workflow.start(WORKFLOWS.reservations, {
    workflowId: book,
    taskQueue: TASK_QUEUES.main,
    args: [book],
    workflowIdConflictPolicy: 'USE_EXISTING',
    staticSummary: `Holds room for requests: ${book}`,
  });

/** Those who are turned away together do not come back together. */
const AGAIN_MS = 300;
const SPREAD_MS = 2_000;

/** What the keeper could not read comes as it is; a keeper that is busy is asked again. */
function askFailure(error: unknown): unknown {
  if (error instanceof ClientError) return failure(error.type, error.message, { cause: error });
  const refused = error instanceof WorkflowUpdateFailedError ? error.cause : undefined;
  if (!(refused instanceof ApplicationFailure)) return error;
  if (refused.type === BUSY) {
    return failure('RateLimited', refused.message, { retryAfterMs: AGAIN_MS + Math.random() * SPREAD_MS });
  }
  const known = Object.hasOwn(FAILURES, refused.type ?? '');
  return failure(known ? (refused.type as FailureType) : 'Unavailable', refused.message, { cause: error });
}

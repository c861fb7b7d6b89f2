import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { fleetFiles } from '../../sandbox/fleet.ts';
import type { ReservationActivities } from '../../src/activities/contracts.ts';
import { createReservationActivities } from '../../src/activities/reservations.ts';
import type { Book } from '../../src/domain/reservation.ts';
import { bookQuery, TASK_QUEUES } from '../../src/workflows/messages.ts';
import { happyActivities } from './scripted-activities.ts';
import { workflowCode } from './temporal.ts';

export interface Books {
  readonly activities: ReservationActivities;
  /** The fleet by path, which the test may change at any time. */
  readonly files: Map<string, string>;
  /** What a book holds now. */
  book(id: string): Promise<Book>;
}

/** Keepers of books in earnest, over a fleet that the test writes. They end with `play`. */
export async function withBooks(env: TestWorkflowEnvironment, play: (books: Books) => Promise<void>): Promise<void> {
  const files = new Map(fleetFiles());
  const readFleet = async () => ({ sha: '4be1'.repeat(10), files: new Map(files) });
  const activities = createReservationActivities({ client: env.client, readFleet });
  const common = { connection: env.nativeConnection, activities: happyActivities([], { ...activities }) };
  const keepers = await Worker.create({ ...common, ...workflowCode(), taskQueue: TASK_QUEUES.main });
  const readers = await Worker.create({ ...common, taskQueue: TASK_QUEUES.books });
  const book = (id: string): Promise<Book> => env.client.workflow.getHandle(id).query(bookQuery);
  await readers.runUntil(keepers.runUntil(() => play({ activities, files, book })));
}

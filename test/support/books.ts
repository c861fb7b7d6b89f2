import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { fleetFiles } from '../../sandbox/fleet.ts';
import type { ReservationActivities } from '../../src/activities/contracts.ts';
import { createReservationActivities } from '../../src/activities/reservations.ts';
import { environmentPath } from '../../src/domain/fleet-settings.ts';
import type { Book } from '../../src/domain/reservation.ts';
import { TASK_QUEUES } from '../../src/workflows/messages.ts';
import { bookQuery } from '../../src/workflows/reservations/messages.ts';
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
  const worker = await Worker.create({
    connection: env.nativeConnection,
    ...workflowCode(),
    taskQueue: TASK_QUEUES.main,
    activities: happyActivities([], { ...activities }),
  });
  await worker.runUntil(() =>
    play({ activities, files, book: (id) => env.client.workflow.getHandle(id).query(bookQuery) }),
  );
}

/** The profile of a cluster with this capacity of CPU and more than enough of the rest. */
export function withCapacity(files: Map<string, string>, cluster: string, cpu: number): void {
  const path = `clusters/${cluster}/profile.yaml`;
  const capacity = `capacity: { cpu: ${cpu}, memoryGiB: 100000, storageGiB: 100000 }`;
  files.set(path, (files.get(path) ?? '').replace(/^capacity: .*$/m, capacity));
}

/** Gives a cost centre a budget a month. */
export function withBudget(files: Map<string, string>, costCentre: string, monthly: number): void {
  const path = 'organisation.yaml';
  const others = (files.get(path) ?? '').replace(/^budgets: .*\n/m, '');
  files.set(path, `${others}budgets: { costCentres: { ${costCentre}: { monthly: ${monthly} } } }\n`);
}

/** What stands of a request once it is merged. */
export function standing(
  files: Map<string, string>,
  { environment, request, cpu = 1, monthly = 1, cluster = 'cluster-east-prod' }: StandingFacts,
): void {
  const placement = `{ cluster: ${cluster}, reserved: { cpu: ${cpu}, memoryGiB: 0, storageGiB: 0 } }`;
  files.set(
    environmentPath(environment),
    [
      `{ name: ${environment}, project: ${environment}, stage: prod, request: ${request}, costCentre: CC-1042,`,
      `  placements: [${placement}], items: [], cost: { currency: USD, monthly: ${monthly}, priceBook: "2026-01" } }\n`,
    ].join('\n'),
  );
}

interface StandingFacts {
  readonly environment: string;
  readonly request: string;
  readonly cpu?: number;
  readonly monthly?: number;
  readonly cluster?: string;
}

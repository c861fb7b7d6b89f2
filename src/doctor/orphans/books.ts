import type { Client } from '@temporalio/client';
import { inBatches } from '../../clients/in-batches.ts';
import { queryRunning } from '../../clients/temporal.ts';
import type { Ask } from '../../domain/reservation.ts';
import { bookQuery, releaseRoomSignal, WORKFLOWS } from '../../workflows/messages.ts';
import type { Orphan } from './orphan.ts';
import type { Requests } from './requests.ts';

const BOOKS_AT_ONCE = 8;

/** Room that books hold, and places in their lines, of requests that neither go on nor stand on main. Needs a worker. */
export async function orphansInBooks(client: Client, requests: Requests): Promise<Orphan[]> {
  const query = `WorkflowType = '${WORKFLOWS.reservations}' AND ExecutionStatus = 'Running'`;
  const books: string[] = [];
  for await (const { workflowId } of client.workflow.list({ query })) books.push(workflowId);
  return (await inBatches(books.toSorted(), BOOKS_AT_ONCE, (book) => leftIn(client, book, requests))).flat();
}

async function leftIn(client: Client, book: string, requests: Requests): Promise<Orphan[]> {
  const { held = [], line = [] } = (await queryRunning(client, book, bookQuery)) ?? {};
  const asked = [
    ...held.map((ask) => ({ ask, what: `room held in ${book} for` })),
    ...line.map((ask) => ({ ask, what: `place in the line of ${book} of` })),
  ];
  const orphans: Orphan[] = [];
  for (const { ask, what } of asked) {
    const { goesOn, stands, words } = await requests.stateOf(ask.id);
    if (!goesOn && !stands)
      orphans.push({ what: `${what} ${ask.environment}`, detail: `${words}: ${mend(book, ask)}` });
  }
  return orphans;
}

/** Its keeper asks from time to time, so this ends by itself. */
function mend(book: string, { id, until }: Ask): string {
  const at = new Date(until).toISOString();
  const now = `temporal workflow signal -w ${book} --name ${releaseRoomSignal.name} --input '"${id}"'`;
  return `given back by itself at ${at}; at once: ${now}`;
}

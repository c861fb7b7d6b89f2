import type { Client } from '@temporalio/client';
import type { temporal } from '@temporalio/proto';

export type HistoryEvent = temporal.api.history.v1.IHistoryEvent;

/** One look lasts as long as the server lets it: about 20 seconds. */
const LOOK_MS = 60_000;

/**
 * The events of a workflow as they happen, up to its end. The server tells of them by itself, so that whoever answers
 * does so at once and the worker is not asked anything.
 */
export async function* follow(client: Client, workflowId: string): AsyncGenerator<HistoryEvent> {
  const { namespace } = client.options;
  let nextPageToken: Uint8Array | undefined;
  do {
    const order = {
      namespace,
      execution: { workflowId },
      waitNewEvent: true,
      ...(nextPageToken ? { nextPageToken } : {}),
    };
    const look = () => client.workflowService.getWorkflowExecutionHistory(order);
    const found = await client.connection.withDeadline(Date.now() + LOOK_MS, look);
    yield* found.history?.events ?? [];
    nextPageToken = found.nextPageToken;
  } while (nextPageToken?.length);
}

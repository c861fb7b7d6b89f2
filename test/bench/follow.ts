import { type Client, isGrpcServiceError } from '@temporalio/client';
import type { temporal } from '@temporalio/proto';

export type HistoryEvent = temporal.api.history.v1.IHistoryEvent;

/** One look lasts as long as the server lets it: about 20 seconds. */
const LOOK_MS = 60_000;
/** Codes of gRPC by which the server says that it cannot go on from there. */
const LOST: ReadonlySet<number> = new Set([3]); // invalid argument

/**
 * The events of a workflow as they happen, up to its end. The server tells of them by itself, so that whoever answers
 * does so at once and the worker is not asked anything.
 */
export async function* follow(client: Client, workflowId: string): AsyncGenerator<HistoryEvent> {
  let last = 0;
  let token: Uint8Array | undefined;
  do {
    const found = await look(client, workflowId, token);
    const events = found.history?.events ?? [];
    yield* events.filter(({ eventId }) => Number(eventId) > last);
    last = Math.max(last, Number(events.at(-1)?.eventId ?? 0));
    token = found.nextPageToken;
  } while (token?.length);
}

/** A server that had to take a write back forgets how far whoever looks on had come: that one begins anew. */
async function look(client: Client, workflowId: string, token: Uint8Array | undefined) {
  const from = (nextPageToken?: Uint8Array) =>
    client.connection.withDeadline(Date.now() + LOOK_MS, () =>
      client.workflowService.getWorkflowExecutionHistory({
        namespace: client.options.namespace,
        execution: { workflowId },
        waitNewEvent: true,
        ...(nextPageToken ? { nextPageToken } : {}),
      }),
    );
  try {
    return await from(token);
  } catch (error) {
    if (!token || !isGrpcServiceError(error) || !LOST.has(error.code)) throw error;
    return from();
  }
}

import type { Client } from '@temporalio/client';
import { answerUpdate, bare, tellSignal } from './bare-workflow.ts';
import { follow, type HistoryEvent } from './follow.ts';
import type { Stretch } from './shape.ts';

export const BARE_QUEUE = 'bench-bare';

/** Runs the bare workflow once, telling it its messages as soon as it waits for them; returns its history. */
export async function runBare(client: Client, shape: readonly Stretch[]): Promise<HistoryEvent[]> {
  const workflowId = `bare:${crypto.randomUUID()}`;
  const handle = await client.workflow.start(bare, { workflowId, taskQueue: BARE_QUEUE, args: [shape] });
  const waits = shape.flatMap((stretch) => (stretch.kind === 'messages' ? [stretch.messages] : []));
  const events: HistoryEvent[] = [];
  for await (const event of follow(client, workflowId)) {
    events.push(event);
    if (!event.timerStartedEventAttributes) continue;
    for (const message of waits.shift() ?? []) {
      if (message === 'update') await handle.executeUpdate(answerUpdate);
      else await handle.signal(tellSignal);
    }
  }
  return events;
}

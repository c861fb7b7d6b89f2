import type { Client, WorkflowHandle } from '@temporalio/client';
import { repositoryWorkflowId } from '../domain/naming.ts';
import { mergeLineQuery, queueMergeSignal, TASK_QUEUES, WORKFLOWS } from '../workflows/messages.ts';
import type { MergeQueueActivities } from './contracts.ts';

const QUERY_MS = 3_000;

export interface MergeQueueDeps {
  readonly client: Client;
  /** `owner/name` of the fleet repository. */
  readonly fleet: string;
}

export function createMergeQueueActivities({ client, fleet }: MergeQueueDeps): MergeQueueActivities {
  return {
    async queueMerge(order) {
      const line = await client.workflow.signalWithStart(WORKFLOWS.repository, {
        workflowId: repositoryWorkflowId(fleet),
        taskQueue: TASK_QUEUES.main,
        signal: queueMergeSignal,
        signalArgs: [order],
        staticSummary: `Merges into ${fleet}, one at a time`,
      });
      return { ahead: await countAhead(line, order.reference) };
    },
  };
}

/** How many are served before; only to be shown, so nobody waits for it: null when the workflow cannot say. */
async function countAhead(line: WorkflowHandle, reference: string): Promise<number | null> {
  try {
    const at = (await line.client.withDeadline(Date.now() + QUERY_MS, () => line.query(mergeLineQuery))).indexOf(
      reference,
    );
    return Math.max(0, at);
  } catch {
    return null;
  }
}

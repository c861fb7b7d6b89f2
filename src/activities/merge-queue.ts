import type { Client } from '@temporalio/client';
import { repositoryWorkflowId } from '../domain/naming.ts';
import { queueMergeSignal, TASK_QUEUES, WORKFLOWS } from '../workflows/messages.ts';
import type { MergeQueueActivities } from './contracts.ts';

export interface MergeQueueDeps {
  readonly client: Client;
  /** `owner/name` of the fleet repository. */
  readonly fleet: string;
}

export function createMergeQueueActivities({ client, fleet }: MergeQueueDeps): MergeQueueActivities {
  return {
    async queueMerge(order) {
      await client.workflow.signalWithStart(WORKFLOWS.repository, {
        workflowId: repositoryWorkflowId(fleet),
        taskQueue: TASK_QUEUES.main,
        signal: queueMergeSignal,
        signalArgs: [order],
        staticSummary: `Merges into ${fleet}, one at a time`,
      });
    },
  };
}

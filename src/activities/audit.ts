import type { Client } from '@temporalio/client';
import { AUDIT_WORKFLOW_ID } from '../domain/naming.ts';
import { recordSignal, TASK_QUEUES, WORKFLOWS } from '../workflows/messages.ts';
import type { AuditActivities } from './contracts.ts';

/** The door to the keeper of the record for auditors. A repeat may tell it twice: it takes each entry once, by its id. */
export function createAuditActivities({
  client,
}: {
  readonly client: Client;
}): Pick<AuditActivities, 'enterIntoRecord'> {
  return {
    async enterIntoRecord({ entries }) {
      await client.workflow.signalWithStart(WORKFLOWS.audit, {
        workflowId: AUDIT_WORKFLOW_ID,
        taskQueue: TASK_QUEUES.main,
        signal: recordSignal,
        signalArgs: [entries],
        staticSummary: 'Keeps the record for auditors',
      });
    },
  };
}

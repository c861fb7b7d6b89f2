import type { Client } from '@temporalio/client';
import type { AuditEntry } from '../domain/audit.ts';
import { AUDIT_WORKFLOW_ID } from '../domain/naming.ts';
import { recordSignal, TASK_QUEUES, WORKFLOWS } from '../workflows/messages.ts';

/** Tells the keeper of the record for auditors. It takes each entry once, by its id, however often it is told. */
export async function enterIntoRecord(client: Client, entries: readonly AuditEntry[]): Promise<void> {
  await client.workflow.signalWithStart(WORKFLOWS.audit, {
    workflowId: AUDIT_WORKFLOW_ID,
    taskQueue: TASK_QUEUES.main,
    signal: recordSignal,
    signalArgs: [entries],
    staticSummary: 'Keeps the record for auditors',
  });
}

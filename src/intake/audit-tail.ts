import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { isRunning } from '../clients/temporal.ts';
import type { AuditTail } from '../domain/audit.ts';
import { AUDIT_WORKFLOW_ID } from '../domain/naming.ts';
import { auditTailQuery } from '../workflows/messages.ts';

const NOTHING: AuditTail = { head: null, entries: [], problem: null };

/** What the keeper of the record has that Git has not; no keeper runs before there is a first entry. */
export async function readAuditTail(client: Client): Promise<AuditTail> {
  if (!(await isRunning(client, AUDIT_WORKFLOW_ID))) return NOTHING;
  try {
    return await client.workflow.getHandle(AUDIT_WORKFLOW_ID).query(auditTailQuery);
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return NOTHING;
    throw error;
  }
}

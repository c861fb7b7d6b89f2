import type { Client } from '@temporalio/client';
import { queryRunning } from '../clients/temporal.ts';
import type { AuditTail } from '../domain/audit.ts';
import { AUDIT_WORKFLOW_ID } from '../domain/naming.ts';
import { auditTailQuery } from '../workflows/messages.ts';

const NOTHING: AuditTail = { head: null, entries: [], problem: null };

/** What the keeper of the record has that Git has not; no keeper runs before there is a first entry. */
export const readAuditTail = async (client: Client): Promise<AuditTail> =>
  (await queryRunning(client, AUDIT_WORKFLOW_ID, auditTailQuery)) ?? NOTHING;

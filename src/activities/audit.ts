import type { Client } from '@temporalio/client';
import { enterIntoRecord } from '../intake/enter-into-record.ts';
import type { AuditActivities } from './contracts.ts';

/** The door to the keeper of the record for auditors; a repeat may tell it twice. */
export function createAuditActivities({
  client,
}: {
  readonly client: Client;
}): Pick<AuditActivities, 'enterIntoRecord'> {
  return { enterIntoRecord: ({ entries }) => enterIntoRecord(client, entries) };
}

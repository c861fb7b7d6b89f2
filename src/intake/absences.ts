import type { Client } from '@temporalio/client';
import { isProvenAbsence } from '../auth/absence-tokens.ts';
import { memoOfRunning } from '../clients/temporal.ts';
import type { Secret } from '../config.ts';
import { type Absence, notOver, type PersonAbsences } from '../domain/absence.ts';
import { personWorkflowId } from '../domain/naming.ts';
import { ABSENCES_MEMO } from '../workflows/messages.ts';

/**
 * Who is away, now or later, as their workflows show it: no worker is needed. Whoever has no workflow is not. Nobody stands
 * in whom no door of ours took in.
 * @param key by which absences are signed.
 */
export function createAbsenceReader(client: Client, key: Secret): PersonAbsences {
  return async (ids) => {
    const read = ids.map(async (id) => [id, await readAbsences(client, key, id)] as const);
    return new Map((await Promise.all(read)).filter(([, absences]) => absences.length > 0));
  };
}

async function readAbsences(client: Client, key: Secret, id: string): Promise<Absence[]> {
  const shown = (await memoOfRunning<readonly Absence[]>(client, personWorkflowId(id), ABSENCES_MEMO)) ?? [];
  return Promise.all(notOver(shown, Date.now()).map((absence) => proven(key, id, absence)));
}

async function proven(key: Secret, id: string, absence: Absence): Promise<Absence> {
  const { token: _, ...seen } = absence;
  if (seen.delegate === null || (await isProvenAbsence(key, id, absence))) return seen;
  return { ...seen, delegate: null };
}

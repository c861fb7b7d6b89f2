import type { Client } from '@temporalio/client';
import { isProvenAbsence } from '../auth/absence-tokens.ts';
import { memoOfRunning } from '../clients/temporal.ts';
import type { Secret } from '../config.ts';
import { type Absence, notOver, type PersonAbsences } from '../domain/absence.ts';
import { personWorkflowId } from '../domain/naming.ts';
import { ABSENCES_MEMO } from '../workflows/messages.ts';

/**
 * Who is away, now or later, as their workflows show it: no worker is needed. Whoever has no workflow is not, nor whoever is
 * away by a window that no door of ours took in.
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
  const absences = notOver(shown, Date.now());
  const proven = await Promise.all(absences.map((absence) => isProvenAbsence(key, id, absence)));
  return absences.filter((_, n) => proven[n]).map(({ token: _, ...absence }) => absence);
}

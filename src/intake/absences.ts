import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { type Absence, notOver, type PersonAbsences } from '../domain/absence.ts';
import { personWorkflowId } from '../domain/naming.ts';
import { ABSENCES_MEMO } from '../workflows/messages.ts';

/** Who is away, now or later, as their workflows show it: no worker is needed. Whoever has no workflow is not. */
export function createAbsenceReader(client: Client): PersonAbsences {
  return async (ids) => {
    const read = ids.map(async (id) => [id, await readAbsences(client, id)] as const);
    return new Map((await Promise.all(read)).filter(([, absences]) => absences.length > 0));
  };
}

async function readAbsences(client: Client, id: string): Promise<Absence[]> {
  try {
    const { status, memo } = await client.workflow.getHandle(personWorkflowId(id)).describe();
    if (status.name !== 'RUNNING') return [];
    return notOver((memo?.[ABSENCES_MEMO] as readonly Absence[] | undefined) ?? [], Date.now());
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return [];
    throw error;
  }
}

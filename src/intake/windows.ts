import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { isRunning } from '../clients/temporal.ts';
import type { FreezeWindow } from '../domain/freeze.ts';
import { FREEZE_WORKFLOW_ID } from '../domain/naming.ts';
import { windowsQuery } from '../workflows/messages.ts';

/** The windows that are open, or were until a moment ago. No workflow runs while nothing is frozen. */
export async function readWindows(client: Client): Promise<FreezeWindow[]> {
  if (!(await isRunning(client, FREEZE_WORKFLOW_ID))) return [];
  try {
    return await client.workflow.getHandle(FREEZE_WORKFLOW_ID).query(windowsQuery);
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return [];
    throw error;
  }
}

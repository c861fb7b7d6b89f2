import type { Client } from '@temporalio/client';
import { queryRunning } from '../clients/temporal.ts';
import type { FreezeWindow } from '../domain/freeze.ts';
import { FREEZE_WORKFLOW_ID } from '../domain/naming.ts';
import { windowsQuery } from '../workflows/messages.ts';

/** The windows that are open, or were until a moment ago. No workflow runs while nothing is frozen. */
export const readWindows = async (client: Client): Promise<FreezeWindow[]> =>
  (await queryRunning(client, FREEZE_WORKFLOW_ID, windowsQuery)) ?? [];

import type { Client } from '@temporalio/client';
import { signalRunning } from '../clients/temporal.ts';
import { type FreezeWindow, holdingWindow } from '../domain/freeze.ts';
import { FREEZE_WORKFLOW_ID } from '../domain/naming.ts';
import { readWindows } from '../intake/windows.ts';
import { heldSignal } from '../workflows/messages.ts';
import type { FreezeActivities } from './contracts.ts';
import { failure } from './failures.ts';

/** Whatever keeps the workflow from answering passes: its worker is being replaced, say. */
async function askWindows(client: Client): Promise<FreezeWindow[]> {
  try {
    return await readWindows(client);
  } catch (error) {
    throw failure('Unavailable', `What is frozen cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

/** Asks what is frozen, and leaves word who is held by it. */
export function createFreezeActivities({ client }: { readonly client: Client }): FreezeActivities {
  return {
    async findWindow({ reference, clusters }) {
      const window = holdingWindow(await askWindows(client), clusters, Date.now());
      if (!window) return null;
      // When it has ended since, nothing is frozen any more.
      const isHeld = await signalRunning(client, FREEZE_WORKFLOW_ID, heldSignal, { reference, clusters, window });
      return isHeld ? window : null;
    },
  };
}

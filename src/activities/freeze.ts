import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { holdingWindow } from '../domain/freeze.ts';
import { FREEZE_WORKFLOW_ID } from '../domain/naming.ts';
import { readWindows } from '../intake/windows.ts';
import { heldSignal } from '../workflows/messages.ts';
import type { FreezeActivities } from './contracts.ts';

/** Asks what is frozen, and leaves word who is held by it. */
export function createFreezeActivities({ client }: { readonly client: Client }): FreezeActivities {
  return {
    async findWindow({ reference, clusters }) {
      const window = holdingWindow(await readWindows(client), clusters, Date.now());
      if (!window) return null;
      try {
        await client.workflow.getHandle(FREEZE_WORKFLOW_ID).signal(heldSignal, { reference, clusters, window });
        return window;
      } catch (error) {
        // It has ended since: nothing is frozen any more.
        if (error instanceof WorkflowNotFoundError) return null;
        throw error;
      }
    },
  };
}

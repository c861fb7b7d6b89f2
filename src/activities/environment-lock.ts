import { type Client, WorkflowNotFoundError, WorkflowUpdateRPCTimeoutOrCancelledError } from '@temporalio/client';
import { isRunning } from '../clients/temporal.ts';
import { environmentWorkflowId, requestWorkflowId } from '../domain/naming.ts';
import { beginChangeUpdate, changeEndedSignal } from '../workflows/messages.ts';
import type { EnvironmentActivities } from './contracts.ts';
import { failure } from './failures.ts';

type Order = Parameters<EnvironmentActivities['lockEnvironment']>[0];

/** One change at a time: the environment's workflow answers whose turn it is. */
export function createEnvironmentActivities({ client }: { readonly client: Client }): EnvironmentActivities {
  return {
    async lockEnvironment(order) {
      try {
        return { heldBy: await takeLock(client, order) };
      } catch (error) {
        // Its workflow is started when it is ready.
        const isBeingMade =
          error instanceof WorkflowNotFoundError && (await isRunning(client, requestWorkflowId(order.madeBy)));
        if (isBeingMade) return { heldBy: order.madeBy };
        throw lockFailure(order.environment, error);
      }
    },
  };
}

/** A request that was terminated could not give its lock back. */
async function takeLock(client: Client, { environment, reference }: Order): Promise<string> {
  const handle = client.workflow.getHandle(environmentWorkflowId(environment));
  const take = () => handle.executeUpdate(beginChangeUpdate, { args: [reference] });
  const heldBy = await take();
  if (heldBy === reference || (await isRunning(client, requestWorkflowId(heldBy)))) return heldBy;
  await handle.signal(changeEndedSignal, heldBy);
  return take();
}

function lockFailure(environment: string, error: unknown): unknown {
  if (error instanceof WorkflowNotFoundError) {
    const mend = 'start it from what Git says by `berth recover --from-git`, then retry';
    return failure('Configuration', `No workflow keeps ${environment}: ${mend}`, { cause: error });
  }
  if (!(error instanceof WorkflowUpdateRPCTimeoutOrCancelledError)) return error;
  return failure('Unavailable', `The workflow of ${environment} does not answer`, { cause: error });
}

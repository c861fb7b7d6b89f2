import { type Client, WorkflowNotFoundError, WorkflowUpdateRPCTimeoutOrCancelledError } from '@temporalio/client';
import { environmentWorkflowId } from '../domain/naming.ts';
import { beginChangeUpdate } from '../workflows/messages.ts';
import type { EnvironmentActivities } from './contracts.ts';
import { failure } from './failures.ts';

/** One change at a time: the environment's workflow answers whose turn it is. */
export function createEnvironmentActivities({ client }: { readonly client: Client }): EnvironmentActivities {
  return {
    async lockEnvironment({ environment, reference }) {
      const handle = client.workflow.getHandle(environmentWorkflowId(environment));
      try {
        return { heldBy: await handle.executeUpdate(beginChangeUpdate, { args: [reference] }) };
      } catch (error) {
        throw lockFailure(environment, error);
      }
    },
  };
}

function lockFailure(environment: string, error: unknown): unknown {
  if (error instanceof WorkflowNotFoundError) {
    const mend = 'start it from what Git says by `berth recover --from-git`, then retry';
    return failure('Configuration', `No workflow keeps ${environment}: ${mend}`, { cause: error });
  }
  if (!(error instanceof WorkflowUpdateRPCTimeoutOrCancelledError)) return error;
  return failure('Unavailable', `The workflow of ${environment} does not answer`, { cause: error });
}

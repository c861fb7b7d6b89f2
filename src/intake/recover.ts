import { type Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { isRunning } from '../clients/temporal.ts';
import type { EnvironmentInput } from '../domain/environment.ts';
import { environmentWorkflowId, requestWorkflowId } from '../domain/naming.ts';
import { TASK_QUEUES, WORKFLOWS } from '../workflows/messages.ts';

/** What became of one environment. */
export interface Recovered {
  readonly environment: string;
  readonly outcome: 'started' | 'kept already' | 'left to its request, which still goes on';
}

/**
 * Starts the workflow of each environment that none keeps: after Temporal has lost its data, Git still says what stands.
 * Doing it again changes nothing.
 */
export async function recoverEnvironments(
  client: Client,
  environments: readonly EnvironmentInput[],
): Promise<Recovered[]> {
  const all: Recovered[] = [];
  for (const recorded of environments) {
    const { environment, reference } = recorded;
    // A request that is not ready yet hands its environment over by itself.
    const outcome = (await isRunning(client, requestWorkflowId(reference)))
      ? 'left to its request, which still goes on'
      : await start(client, recorded);
    all.push({ environment, outcome });
  }
  return all;
}

async function start(client: Client, input: EnvironmentInput): Promise<'started' | 'kept already'> {
  try {
    await client.workflow.start(WORKFLOWS.environment, {
      taskQueue: TASK_QUEUES.main,
      workflowId: environmentWorkflowId(input.environment),
      args: [input],
      staticSummary: `${input.environment}, owned by ${input.owner}`,
    });
    return 'started';
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return 'kept already';
    throw error;
  }
}

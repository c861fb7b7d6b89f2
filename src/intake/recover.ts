import { type Client, WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
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
    const outcome = (await goesOn(client, reference))
      ? 'left to its request, which still goes on'
      : await start(client, recorded);
    all.push({ environment, outcome });
  }
  return all;
}

/** A request that is not ready yet hands its environment over by itself. */
async function goesOn(client: Client, reference: string): Promise<boolean> {
  try {
    const { status } = await client.workflow.getHandle(requestWorkflowId(reference)).describe();
    return status.name === 'RUNNING';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
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

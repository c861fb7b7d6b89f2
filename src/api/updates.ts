import { ApplicationFailure, type Client, WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import type { UpdateDefinition } from '@temporalio/common';
import { requestWorkflowId } from '../domain/naming.ts';
import type { Problem } from '../domain/request.ts';
import { ApiProblem } from './problems.ts';
import { answered } from './request-reading.ts';

/** Failure types of the workflow's validators that blame what was sent; others blame the moment. */
const BAD_INPUT = new Set(['InvalidRequest', 'InvalidSelection', 'InvalidAccountPlan']);

/** Temporal may have it all the same, and hand it to the next worker. */
const LOOK_FIRST = 'Look at the status before you try again.';

/**
 * Sends an update and waits until the workflow has taken it in. The same `updateId` is taken in once.
 * @throws ApiProblem 409 or 422 with the workflow's own words when it refuses, 503 when no worker answers.
 */
export async function sendUpdate<T>(
  client: Client,
  reference: string,
  update: UpdateDefinition<void, [T]>,
  argument: T,
  updateId: string = crypto.randomUUID(),
): Promise<void> {
  const handle = client.workflow.getHandle(requestWorkflowId(reference));
  try {
    await answered(client, () => handle.executeUpdate(update, { args: [argument], updateId }), LOOK_FIRST);
  } catch (error) {
    throw asProblem(error, reference);
  }
}

function asProblem(error: unknown, reference: string): unknown {
  if (error instanceof WorkflowUpdateFailedError) return refusal(error);
  if (error instanceof WorkflowNotFoundError) return new ApiProblem(409, `${reference} has ended.`, { cause: error });
  return error;
}

function refusal(error: WorkflowUpdateFailedError): ApiProblem {
  const { cause } = error;
  if (!(cause instanceof ApplicationFailure))
    return new ApiProblem(409, cause?.message ?? error.message, { cause: error });
  const status = BAD_INPUT.has(cause.type ?? '') ? 422 : cause.type === 'Forbidden' ? 403 : 409;
  return new ApiProblem(status, cause.message, { problems: (cause.details?.[0] ?? []) as Problem[], cause: error });
}

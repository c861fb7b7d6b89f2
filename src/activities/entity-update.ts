import {
  type Client,
  isGrpcServiceError,
  WorkflowNotFoundError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import type { UpdateDefinition } from '@temporalio/common';
import { ClientError } from '../clients/client-error.ts';

/** A long-lived workflow that many ask at once, and one question to it. */
export interface EntityQuestion<Answer, Argument> {
  readonly workflowId: string;
  readonly update: UpdateDefinition<Answer, [Argument]>;
  readonly argument: Argument;
  /** The same for the same question: it is taken in once. */
  readonly updateId: string;
  /** Starts the workflow when it is not running; must do nothing when it is. */
  readonly start: () => Promise<unknown>;
}

const ANSWER_WITHIN_MS = 5_000;
const PATIENCE_MS = 25_000;
const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 1_000;

/** Codes of gRPC that pass: too many updates in flight (Temporal takes ten), a run that hands over, a server that is away. */
const PASSING: ReadonlySet<number> = new Set([1, 4, 8, 9, 10, 14]);

/**
 * Asks until the workflow answers, waiting a little longer each time and never in step with others.
 * @throws ClientError `Unavailable` when it has not answered in half a minute; other errors as Temporal's client has them.
 */
export async function askEntity<Answer, Argument>(
  client: Client,
  question: EntityQuestion<Answer, Argument>,
): Promise<Answer> {
  const end = Date.now() + PATIENCE_MS;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    try {
      return await askOnce(client, question);
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) await question.start();
      else if (!passes(error)) throw error;
      if (Date.now() > end) throw silent(question.workflowId, error);
    }
    await new Promise((resolve) => setTimeout(resolve, pause * (0.5 + Math.random())));
  }
}

function askOnce<Answer, Argument>(
  client: Client,
  { workflowId, update, argument, updateId }: EntityQuestion<Answer, Argument>,
): Promise<Answer> {
  const handle = client.workflow.getHandle(workflowId);
  const ask = () => handle.executeUpdate(update, { args: [argument], updateId });
  return client.withDeadline(Date.now() + ANSWER_WITHIN_MS, ask);
}

function passes(error: unknown): boolean {
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return true;
  for (let at = error; at instanceof Error; at = at.cause) {
    if (isGrpcServiceError(at) && PASSING.has(at.code)) return true;
  }
  return false;
}

function silent(workflowId: string, cause: unknown): ClientError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new ClientError('Unavailable', `The workflow ${workflowId} does not answer: ${why}. Is a worker up?`);
}

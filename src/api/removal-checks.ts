/* What is told at once of a removal that would come to nothing; its workflow checks the same again. */
import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { isRunning } from '../clients/temporal.ts';
import { environmentWorkflowId, requestWorkflowId } from '../domain/naming.ts';
import { referenceOf } from '../domain/reference.ts';
import type { RequestInput } from '../domain/request.ts';
import type { Started } from '../intake/start.ts';
import { environmentQuery } from '../workflows/messages.ts';
import type { ApiDeps } from './deps.ts';
import { ApiProblem } from './problems.ts';
import { answered } from './request-reading.ts';
import { isNotNow } from './temporal-failures.ts';

type Asked = Omit<RequestInput, 'reference'>;

/** @throws ApiProblem 422 when there is nothing to remove or it is not theirs to ask, 409 while another request changes it. */
export async function refuseVain(deps: ApiDeps, input: Asked): Promise<void> {
  const reference = referenceOf(input.source.key);
  const { problems } = await deps.preview({ ...input, reference });
  if (problems.length > 0) throw new ApiProblem(422, 'This cannot be removed.', { problems });
  const { environment = '' } = input.draft;
  const holder = await holderOf(deps.client, environment);
  if (holder === undefined || holder === reference || !(await isRunning(deps.client, requestWorkflowId(holder))))
    return;
  throw new ApiProblem(409, `${environment} is being changed by ${holder} already.`);
}

/** @throws ApiProblem 409 when the same words were said before and led nowhere: whoever says them again means another. */
export async function refuseEnded({ client }: ApiDeps, { already, reference }: Started): Promise<void> {
  if (!already || (await isRunning(client, requestWorkflowId(reference)))) return;
  const mend = 'Give another reason, or an Idempotency-Key of your own, to ask anew.';
  throw new ApiProblem(409, `${reference} asked for this in the same words, and has ended. ${mend}`);
}

/** The request that changes an environment now. Without a worker that answers nobody can tell, and the removal itself will find out. */
export async function holderOf(client: Client, environment: string): Promise<string | undefined> {
  const handle = client.workflow.getHandle(environmentWorkflowId(environment));
  try {
    return (await answered(client, () => handle.query(environmentQuery))).changedBy ?? undefined;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError || isNotNow(error)) return undefined;
    throw error;
  }
}

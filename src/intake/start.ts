import type { Client } from '@temporalio/client';
import { startOnce } from '../clients/temporal.ts';
import { requestWorkflowId } from '../domain/naming.ts';
import { referenceOf } from '../domain/reference.ts';
import type { RequestInput } from '../domain/request.ts';
import { TASK_QUEUES, WORKFLOWS } from '../workflows/messages.ts';

/** Memo under which the intake key is kept, to tell the same message from a clash of references. */
export const INTAKE_KEY_MEMO = 'intakeKey';

export interface Started {
  readonly reference: string;
  readonly workflowId: string;
  /** True when the same message had started it before. */
  readonly already: boolean;
}

/**
 * Starts the request, once per intake key: whoever sends the same message again gets the same request.
 * @throws Error when the reference is taken by another key, so nobody is told somebody else's request.
 */
export async function startRequest(client: Client, draft: Omit<RequestInput, 'reference'>): Promise<Started> {
  const reference = referenceOf(draft.source.key);
  const workflowId = requestWorkflowId(reference);
  const isNew = await startOnce(client, WORKFLOWS.request, {
    workflowId,
    taskQueue: TASK_QUEUES.main,
    args: [{ ...draft, reference }],
    memo: { [INTAKE_KEY_MEMO]: draft.source.key },
    staticSummary: `${draft.draft.project ?? 'Request'} for ${draft.draft.requester}`,
  });
  if (!isNew) await assertSameKey(client, workflowId, draft.source.key);
  return { reference, workflowId, already: !isNew };
}

async function assertSameKey(client: Client, workflowId: string, key: string): Promise<void> {
  const { memo } = await client.workflow.getHandle(workflowId).describe();
  if (memo?.[INTAKE_KEY_MEMO] !== key) throw new Error(`${workflowId} belongs to another message`);
}

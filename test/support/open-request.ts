import type { Client, WorkflowHandle } from '@temporalio/client';
import { requestWorkflowId } from '../../src/domain/naming.ts';
import { STATUS_MEMO } from '../../src/workflows/messages.ts';

/** An open request of Dana's, led by Lee; nothing runs it, so that what it is told can be read. */
export function openRequest(
  client: Client,
  reference: string,
  memo: Readonly<Record<string, unknown>> = {},
): Promise<WorkflowHandle> {
  const status = { requester: 'dana@example.test', request: { lead: 'lee@example.test', members: [] } };
  return client.workflow.start('requestLifecycle', {
    workflowId: requestWorkflowId(reference),
    taskQueue: 'nobody',
    memo: { ...memo, [STATUS_MEMO]: status },
  });
}

/** Every signal that came, oldest first. */
export async function signalsOf(handle: WorkflowHandle): Promise<{ name: string; input: unknown }[]> {
  const { events } = await handle.fetchHistory();
  return (events ?? []).flatMap(({ workflowExecutionSignaledEventAttributes: signal }) => {
    const data = signal?.input?.payloads?.[0]?.data;
    return signal
      ? [{ name: signal.signalName ?? '', input: JSON.parse(Buffer.from(data ?? []).toString()) as unknown }]
      : [];
  });
}

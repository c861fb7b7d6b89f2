/* The doors to what keeps webhooks. They begin, are read and end without a worker. */

import type { Client } from '@temporalio/client';
import { memoOfRunning, startOnce, unlessGone } from '../clients/temporal.ts';
import { compare } from '../domain/compare.ts';
import { WEBHOOK_FEED_WORKFLOW_ID, webhookWorkflowId } from '../domain/naming.ts';
import type { Webhook } from '../domain/webhook/webhook.ts';
import { TASK_QUEUES, WEBHOOK_MEMO, WORKFLOWS, webhookAddedSignal } from '../workflows/messages.ts';

/** Keeps it from now on, and has what happens read for it. Nothing when there is or was one of its id. */
export async function addWebhook(client: Client, webhook: Webhook): Promise<void> {
  await startOnce(client, WORKFLOWS.webhook, {
    workflowId: webhookWorkflowId(webhook.id),
    taskQueue: TASK_QUEUES.main,
    args: [webhook],
    memo: { [WEBHOOK_MEMO]: webhook },
    staticSummary: `Posts to ${new URL(webhook.url).origin}`.slice(0, 200),
  });
  await client.workflow.signalWithStart(WORKFLOWS.webhookFeed, {
    workflowId: WEBHOOK_FEED_WORKFLOW_ID,
    taskQueue: TASK_QUEUES.main,
    signal: webhookAddedSignal,
    staticSummary: 'Tells webhooks what happens to requests',
  });
}

/** The one of this id, unless it was removed. */
export const findWebhook = (client: Client, id: string): Promise<Webhook | undefined> =>
  memoOfRunning<Webhook>(client, webhookWorkflowId(id), WEBHOOK_MEMO);

/** All that were not removed, oldest first; the list lags by a moment. */
export async function listWebhooks(client: Client): Promise<Webhook[]> {
  const found: Webhook[] = [];
  const query = `WorkflowType = '${WORKFLOWS.webhook}' AND ExecutionStatus = 'Running'`;
  for await (const { memo } of client.workflow.list({ query })) {
    const webhook = memo?.[WEBHOOK_MEMO] as Webhook | undefined;
    if (webhook) found.push(webhook);
  }
  return found.toSorted((a, b) => compare(a.at, b.at));
}

/** From now on nothing is posted there, and what it kept is gone. */
export async function removeWebhook(client: Client, id: string, by: string): Promise<void> {
  await unlessGone(() => client.workflow.getHandle(webhookWorkflowId(id)).terminate(`removed by ${by}`));
}

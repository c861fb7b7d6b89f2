/*
 * Looks every few seconds which requests have published something, reads what in their histories, and tells the webhooks
 * that it concerns. Telling somebody twice is harmless: a webhook takes each event once.
 */

import type { Client } from '@temporalio/client';
import { listExecutions, memoStamp, signalRunning } from '../../clients/temporal.ts';
import { compare } from '../../domain/compare.ts';
import { namedBy, webhookWorkflowId } from '../../domain/naming.ts';
import { isFor, type Webhook, type WebhookEvent } from '../../domain/webhook/webhook.ts';
import { listWebhooks } from '../../intake/webhooks.ts';
import { STATUS_MEMO, WORKFLOWS, webhookEventsSignal } from '../../workflows/messages.ts';
import { type KnownUpTo, readEvents } from './history.ts';

/** So long the list may lag behind the histories while nobody looks. */
const LAG_MS = 600_000;

/** How a request stood at the last look, in short, and how far it was read. */
interface Known {
  readonly stamp: string;
  readonly upTo: KnownUpTo;
}

/** What one reader knows from look to look. */
export interface Feed {
  known: ReadonlyMap<string, Known>;
  webhooks: ReadonlySet<string>;
  /** ISO 8601: everything that was published before is told. */
  until: string;
}

export const newFeed = (since: string): Feed => ({ known: new Map(), webhooks: new Set(), until: since });

/** One look, told to everybody whom it concerns. When it fails nothing is taken to be told. @returns how many webhooks there are. */
export async function lookOnce(client: Client, feed: Feed, signal: AbortSignal): Promise<number> {
  const began = new Date().toISOString();
  const webhooks = await listWebhooks(client);
  // A new one is to be told of what happened since it was added, be it in a request that was looked at since.
  const isNew = webhooks.some(({ id }) => !feed.webhooks.has(id));
  const before = isNew ? new Map<string, Known>() : feed.known;
  const { known, events } = webhooks.length > 0 ? await readNews(client, feed.until, before, signal) : NOTHING;
  for (const webhook of webhooks) await tell(client, webhook, events);
  feed.known = known;
  feed.webhooks = new Set(webhooks.map(({ id }) => id));
  feed.until = began;
  return webhooks.length;
}

interface News {
  readonly known: ReadonlyMap<string, Known>;
  /** Oldest first. */
  readonly events: readonly WebhookEvent[];
}
const NOTHING: News = { known: new Map(), events: [] };

/** @param until up to then a request was read that is not known. */
async function readNews(
  client: Client,
  until: string,
  before: ReadonlyMap<string, Known>,
  signal: AbortSignal,
): Promise<News> {
  const from = new Date(Date.parse(until) - LAG_MS).toISOString();
  const query = `WorkflowType = '${WORKFLOWS.request}' AND (ExecutionStatus = 'Running' OR CloseTime > '${from}')`;
  const known = new Map<string, Known>();
  const events: WebhookEvent[] = [];
  for await (const execution of listExecutions(client, query, signal)) {
    const reference = namedBy(execution.execution?.workflowId ?? '');
    const stamp = memoStamp(execution, STATUS_MEMO);
    const last = before.get(reference);
    if (last?.stamp === stamp) {
      known.set(reference, last);
      continue;
    }
    const news = await readEvents(client, reference, last?.upTo ?? { at: from });
    known.set(reference, { stamp, upTo: news.upTo });
    events.push(...news.events);
  }
  return { known, events: events.toSorted((a, b) => compare(a.at, b.at)) };
}

/** A signal may not be longer than two megabytes. */
const AT_A_TIME = 500;

async function tell(client: Client, webhook: Webhook, events: readonly WebhookEvent[]): Promise<void> {
  const concerned = events.filter((event) => isFor(webhook, event));
  for (let at = 0; at < concerned.length; at += AT_A_TIME) {
    const some = concerned.slice(at, at + AT_A_TIME);
    await signalRunning(client, webhookWorkflowId(webhook.id), webhookEventsSignal, some);
  }
}

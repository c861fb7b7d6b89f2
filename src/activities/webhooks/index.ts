import { setTimeout as delay } from 'node:timers/promises';
import { activityInfo, cancellationSignal, heartbeat } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import { webhookHeaders } from '../../auth/webhook-secrets.ts';
import { NoAnswer, postToAddress, type WebhookAnswer } from '../../clients/webhook-post.ts';
import type { Config } from '../../config.ts';
import { webhookBody } from '../../domain/webhook/body.ts';
import type { PostOutcome } from '../../domain/webhook/queue.ts';
import type { WebhookActivities } from '../contracts.ts';
import { lookOnce, newFeed } from './feed.ts';

export interface WebhookDeps {
  readonly config: Pick<Config, 'publicUrl' | 'webhooks'> & { readonly auth: Pick<Config['auth'], 'decisionKey'> };
  readonly client: Client;
}

/** One run of the reader; its workflow starts the next. */
const RUN_MS = 3_600_000;
const LOOK_EVERY_MS = 2_000;
const HEARTBEAT_MS = 2_000;
/** Looks take at most this part of the time, however many requests there are. */
const SHARE = 0.2;

export function createWebhookActivities({ config, client }: WebhookDeps): WebhookActivities {
  const key = config.auth.decisionKey;
  return {
    async feedWebhooks({ since }) {
      const feed = newFeed(toldBefore() ?? since);
      const beat = setInterval(() => heartbeat({ until: feed.until }), HEARTBEAT_MS);
      try {
        const over = AbortSignal.timeout(RUN_MS);
        const most = await lookUntil(AbortSignal.any([cancellationSignal(), over]), (signal) =>
          lookOnce(client, feed, signal),
        );
        return { until: feed.until, isIdle: most === 0 && over.aborted };
      } finally {
        clearInterval(beat);
      }
    },
    async postToWebhook({ webhook, event }) {
      const body = webhookBody(event, config.publicUrl);
      const signed = webhookHeaders(key, webhook, { event: event.id, body });
      const headers = { ...signed, 'content-type': 'application/json', 'user-agent': 'Berth' };
      try {
        return outcomeOf(await postToAddress({ url: webhook.url, headers, body }, config.webhooks.allow));
      } catch (error) {
        if (error instanceof NoAnswer) return { outcome: 'failed', problem: error.message };
        throw error;
      }
    },
  };
}

/** Up to when an attempt that died had told everybody. */
function toldBefore(): string | undefined {
  const details = activityInfo().heartbeatDetails as { until?: string } | undefined;
  return details?.until;
}

/** @returns the most that any look has found. */
async function lookUntil(signal: AbortSignal, look: (signal: AbortSignal) => Promise<number>): Promise<number> {
  let most = 0;
  while (!signal.aborted) {
    const started = performance.now();
    try {
      most = Math.max(most, await look(signal));
    } catch (error) {
      // What was broken off is looked at again by whoever goes on.
      if (!signal.aborted) throw error;
    }
    const pause = Math.max(LOOK_EVERY_MS, (performance.now() - started) / SHARE);
    await delay(pause, undefined, { signal }).catch(() => undefined);
  }
  return most;
}

const MOVED = 'which would lead elsewhere: Berth follows no redirect';

function outcomeOf({ status, retryAfter }: WebhookAnswer): PostOutcome {
  if (status >= 200 && status < 300) return { outcome: 'delivered' };
  const problem = `answered with ${status}`;
  if (status === 410) return { outcome: 'gone', problem };
  if (status >= 300 && status < 400) return { outcome: 'failed', problem: `${problem}, ${MOVED}` };
  const seconds = /^\d{1,6}$/.test(retryAfter ?? '') ? Number(retryAfter) : 0;
  return { outcome: 'failed', problem, ...(seconds > 0 ? { retryAfterMs: seconds * 1000 } : {}) };
}

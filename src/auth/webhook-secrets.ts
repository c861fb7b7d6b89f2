/*
 * Secrets of webhooks, kept nowhere: each follows from `auth.decisionKey`, the webhook's id and how many it has had. So none
 * of them can be read in Temporal, and API and worker know the same without telling each other.
 */
import { hkdfSync } from 'node:crypto';
import { Webhook as Signer } from 'standardwebhooks';
import type { Secret } from '../config.ts';
import { signingGenerations, type Webhook } from '../domain/webhook/webhook.ts';

const BYTES = 32;

/** By which a receiver verifies what comes from this webhook: `whsec_` and base64. */
export function webhookSecret(key: Secret, { id, generation }: Pick<Webhook, 'id' | 'generation'>): string {
  const secret = hkdfSync('sha256', key.reveal(), id, `berth webhook ${generation}`, BYTES);
  return `whsec_${Buffer.from(secret).toString('base64')}`;
}

/** Headers of Standard Webhooks for this body. While a secret before counts, by both. */
export function webhookHeaders(
  key: Secret,
  webhook: Pick<Webhook, 'id' | 'generation' | 'formerUntil'>,
  { event, body }: { readonly event: string; readonly body: string },
  now = new Date(),
): Record<string, string> {
  const signatures = signingGenerations(webhook, now.toISOString()).map((generation) =>
    new Signer(webhookSecret(key, { id: webhook.id, generation })).sign(event, now, body),
  );
  return {
    'webhook-id': event,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': signatures.join(' '),
  };
}

import type { WebhookEvent } from './webhook.ts';

/** Of the body: a field may be added to it, and none is taken away or means something else. */
const VERSION = 1;

/** What is posted of an event; byte for byte the same each time. @param home where people reach Berth. */
export function webhookBody({ type, at, facts }: WebhookEvent, home: string): string {
  const { reference } = facts;
  const root = home.replace(/\/$/, '');
  const links = { page: `${root}/requests/${reference}`, api: `${root}/api/requests/${reference}` };
  return JSON.stringify({ type, timestamp: at, version: VERSION, data: { ...facts, links } });
}

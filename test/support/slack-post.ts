import { createHmac } from 'node:crypto';
import type { Hono } from 'hono';
import { SIGNING_SECRET } from './api.ts';

/** Posts an interaction to the API as Slack does, but for what is wished otherwise. */
export async function postAsSlack(
  app: Hono,
  payload: unknown,
  wish: { secret?: string; age?: number; tamper?: boolean } = {},
): Promise<Response> {
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const timestamp = String(Math.floor(Date.now() / 1000) - (wish.age ?? 0));
  const digest = createHmac('sha256', wish.secret ?? SIGNING_SECRET)
    .update(`v0:${timestamp}:${body}`)
    .digest('hex');
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${digest}`,
  };
  return app.request('/webhooks/slack', { method: 'POST', body: wish.tamper ? `${body}+` : body, headers });
}

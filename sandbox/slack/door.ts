/* How the app hears of what people do: posted and signed to its address, or over a connection that it has opened (Socket Mode). */
import { createHmac } from 'node:crypto';
import type { Reply, SlackCall } from './call.ts';
import type { Sockets } from './sockets.ts';

/** Where calls go, and how they are signed. */
export interface Door {
  /** Takes everything, as one address may be entered for all. */
  url: string | undefined;
  readonly signingSecret: string;
  /** Connections of the app; once it has opened one, everything goes there. */
  readonly sockets: Sockets;
  /** Where answers to a click or command may be posted, `…/response/`. */
  responseUrl: string;
}

/** @throws when nobody listens, or the answer takes too long. */
export function deliver(door: Door, call: SlackCall, timeoutMs?: number): Promise<Reply> {
  if (door.sockets.isOpen()) return door.sockets.send(call, timeoutMs);
  if (!door.url)
    throw new Error('Slack has no interactivity URL to post this to, and the app has opened no connection');
  return post(door.url, door.signingSecret, call, timeoutMs);
}

async function post(url: string, secret: string, call: SlackCall, timeoutMs?: number): Promise<Reply> {
  const { type, body } = bodyOf(call);
  const timestamp = String(Math.floor(Date.now() / 1000));
  const digest = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': type, 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${digest}` },
    body,
    ...(timeoutMs === undefined ? {} : { signal: AbortSignal.timeout(timeoutMs) }),
  });
  return { status: response.status, body: await response.text() };
}

const FORM = 'application/x-www-form-urlencoded';

function bodyOf(call: SlackCall): { type: string; body: string } {
  if (call.type === 'events_api') return { type: 'application/json', body: JSON.stringify(call.payload) };
  if (call.type === 'slash_commands') return { type: FORM, body: new URLSearchParams(call.payload).toString() };
  return { type: FORM, body: `payload=${encodeURIComponent(JSON.stringify(call.payload))}` };
}

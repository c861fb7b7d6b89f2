import { createHmac } from 'node:crypto';
import type { Hono } from 'hono';
import type { Env } from './env.ts';
import { formatMessage } from './methods.ts';
import { APP, type Block, type Message, type Store, TEAM_CHANNEL, userById } from './store.ts';

/** A click on a button of a message. */
export interface Click {
  /** Slack user id. */
  readonly person: string;
  readonly channel: string;
  readonly ts: string;
  readonly actionId: string;
}

/** Where clicks go, and how they are signed. */
export interface Interactivity {
  url: string | undefined;
  readonly signingSecret: string;
  /** Where answers to a click may be posted, `…/response/`. */
  responseUrl: string;
}

interface Button {
  readonly action_id: string;
  readonly [key: string]: unknown;
}

/**
 * Posts the click as Slack does: a form with one field `payload`, signed.
 * @returns the HTTP status of the answer.
 * @throws when there is no such button or person, or no interactivity URL.
 */
export async function click(
  store: Store,
  to: Interactivity,
  { person, channel, ts, actionId }: Click,
): Promise<number> {
  const message = store.find(channel, ts);
  const user = userById(person);
  const found = message && findButton(message, actionId);
  if (!message || !user || !found) throw new Error(`${person} sees no button ${actionId} at ${channel}/${ts}`);
  if (!to.url) throw new Error('Slack has no interactivity URL to post the click to');
  const payload = blockActions(store, message, user, found, to.responseUrl);
  return postSigned(to.url, to.signingSecret, `payload=${encodeURIComponent(JSON.stringify(payload))}`);
}

function findButton(message: Message, actionId: string): { block: Block; button: Button } | undefined {
  for (const block of message.blocks) {
    const elements = block.type === 'actions' ? (block['elements'] as Button[]) : [];
    const button = elements.find((e) => e.action_id === actionId);
    if (button) return { block, button };
  }
  return undefined;
}

/** A second click is another action: `action_ts` tells them apart. */
function blockActions(
  store: Store,
  message: Message,
  user: { readonly id: string; readonly slack: string },
  { block, button }: { block: Block; button: Button },
  responseUrl: string,
): Record<string, unknown> {
  const { channel, ts } = message;
  return {
    type: 'block_actions',
    user: { id: user.slack, username: user.id, name: user.id, team_id: APP.team },
    api_app_id: APP.app,
    token: 'sandbox-verification',
    container: { type: 'message', message_ts: ts, channel_id: channel, is_ephemeral: false },
    trigger_id: store.addTrigger(),
    team: { id: APP.team, domain: 'sandbox' },
    enterprise: null,
    is_enterprise_install: false,
    channel: { id: channel, name: channel === TEAM_CHANNEL ? 'berth' : 'directmessage' },
    message: formatMessage(message, false),
    state: { values: {} },
    response_url: `${responseUrl}${channel}/${user.slack}`,
    actions: [{ ...button, block_id: block.block_id, action_ts: store.now() }],
  };
}

async function postSigned(url: string, secret: string, body: string): Promise<number> {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const digest = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${digest}`,
    },
    body,
  });
  await response.body?.cancel();
  return response.status;
}

/** `response_url`: a line that only whoever clicked sees. Replacing and deleting are not here. */
export function addResponses(app: Hono<Env>, store: Store): void {
  app.post('/response/:channel/:user', async (c) => {
    const { response_type, replace_original, delete_original, text } = await c.req.json<Record<string, unknown>>();
    const isPlain = response_type === 'ephemeral' && !replace_original && !delete_original;
    if (!isPlain || typeof text !== 'string') return c.json({ ok: false, error: 'not_implemented_in_sandbox' }, 501);
    store.add({ channel: c.req.param('channel'), text, blocks: [], ephemeralTo: c.req.param('user') });
    return c.json({ ok: true });
  });
}

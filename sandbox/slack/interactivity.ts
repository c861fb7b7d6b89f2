import type { Hono } from 'hono';
import type { SandboxPerson } from '../people.ts';
import type { Block } from './block.ts';
import { type Door, deliver } from './door.ts';
import type { Env } from './env.ts';
import { formatMessage, formatView } from './methods.ts';
import { sentBy } from './payload.ts';
import { type Message, type Store, TEAM_CHANNEL, userById } from './store.ts';
import { complaint, type OpenView, readAnswer } from './views.ts';

/** A click on a button of a message. */
export interface Click {
  /** Slack user id. */
  readonly person: string;
  readonly channel: string;
  readonly ts: string;
  readonly actionId: string;
}

/** A form that somebody sends. */
export interface Submission {
  /** Slack user id. */
  readonly person: string;
  readonly view: string;
  /** What is written into the inputs, by block id. */
  readonly written: Readonly<Record<string, string>>;
}

/** What came of sending a form: closed, or shown with errors by block id; without any it shows something else. */
export type Sent = { readonly closed: true } | { readonly closed: false; readonly errors: Record<string, string> };

interface Button {
  readonly action_id: string;
  readonly [key: string]: unknown;
}

/**
 * Posts the click as Slack does: a form with one field `payload`, signed.
 * @returns the HTTP status of the answer.
 * @throws when there is no such button or person, or nobody listens.
 */
export async function click(store: Store, to: Door, { person, channel, ts, actionId }: Click): Promise<number> {
  const message = store.find(channel, ts);
  const user = userById(person);
  const found = message && findButton(message.blocks, actionId);
  if (!message || !user || !found) throw new Error(`${person} sees no button ${actionId} at ${channel}/${ts}`);
  const payload = blockActions(store, message, user, found, to.responseUrl);
  const { status } = await deliver(to, { type: 'interactive', payload });
  return status;
}

/** Slack waits this long for the answer to a form. */
const FORM_MS = 3_000;

/**
 * Posts a form as Slack does once its own checks are passed, and does what the answer says.
 * @throws when there is no such view of this person, Slack would not send it, or the app did not answer in time or not
 * as Slack understands: then the person is told of trouble and the view stays.
 */
export async function submit(store: Store, to: Door, { person, view, written }: Submission): Promise<Sent> {
  const open = store.views().find(({ id }) => id === view);
  const user = userById(person);
  if (!open || !user || open.person !== person) throw new Error(`${person} has no view ${view} before them`);
  const wrong = complaint(open.inputs, written);
  if (wrong !== undefined) throw new Error(wrong);
  const payload = viewSubmission(store, open, user, written);
  const { status, body } = await deliver(to, { type: 'interactive', payload }, FORM_MS);
  if (status !== 200) throw new Error(`Berth answered ${status}`);
  const answer = readAnswer(body, open.inputs);
  if (answer === 'closed') {
    store.closeView(view);
    return { closed: true };
  }
  const errors = 'errors' in answer ? answer.errors : {};
  store.replaceView({ ...open, ...('instead' in answer ? answer.instead : {}), errors });
  return { closed: false, errors };
}

function viewSubmission(
  store: Store,
  open: OpenView,
  user: SandboxPerson,
  written: Submission['written'],
): Record<string, unknown> {
  const values = open.inputs.map(({ block_id, action_id }) => {
    const value = written[block_id] === '' ? null : (written[block_id] ?? null);
    return [block_id, { [action_id]: { type: 'plain_text_input', value } }] as const;
  });
  return {
    type: 'view_submission',
    ...sentBy(store, user),
    view: { ...formatView(open), state: { values: Object.fromEntries(values) } },
    response_urls: [],
  };
}

export function findButton(
  blocks: readonly Block[],
  actionId: string,
  value?: string,
): { block: Block; button: Button } | undefined {
  for (const block of blocks) {
    const elements = block.type === 'actions' ? (block['elements'] as Button[]) : [];
    const button = elements.find((e) => e.action_id === actionId && (value === undefined || e['value'] === value));
    if (button) return { block, button };
  }
  return undefined;
}

/** A second click is another action: `action_ts` tells them apart. */
function blockActions(
  store: Store,
  message: Message,
  user: SandboxPerson,
  { block, button }: { block: Block; button: Button },
  responseUrl: string,
): Record<string, unknown> {
  const { channel, ts } = message;
  return {
    type: 'block_actions',
    ...sentBy(store, user),
    container: { type: 'message', message_ts: ts, channel_id: channel, is_ephemeral: false },
    channel: { id: channel, name: channel === TEAM_CHANNEL ? 'berth' : 'directmessage' },
    message: formatMessage(message, false),
    state: { values: {} },
    response_url: `${responseUrl}${channel}/${user.slack}`,
    actions: [{ ...button, block_id: block.block_id, action_ts: store.now() }],
  };
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

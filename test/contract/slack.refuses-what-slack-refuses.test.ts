import { wholeFile } from '../support/fixture.ts';
import { startMessages } from '../support/notification.ts';

const messages = wholeFile(startMessages);

async function call(method: string, args: Record<string, unknown>, token = messages.slack.token) {
  const response = await fetch(`${messages.slack.url}${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(args),
  });
  return { status: response.status, answer: (await response.json()) as { ok: boolean; error?: string } };
}

const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });
const button = (id: string) => ({ type: 'button', action_id: id, text: { type: 'plain_text', text: 'Yes' } });
const many = (n: number) => Array.from({ length: n }, (_, i) => i);

const bad: readonly [string, unknown[]][] = [
  ['an unknown type', [{ type: 'nope' }]],
  ['an unknown property', [{ ...section('x'), colour: 'red' }]],
  ['text of 3001 characters', [section('x'.repeat(3001))]],
  ['an action id of 256 characters', [{ type: 'actions', elements: [button('x'.repeat(256))] }]],
  ['26 elements', [{ type: 'actions', elements: many(26).map((i) => button(`b${i}`)) }]],
  ['51 blocks', many(51).map(() => section('x'))],
  ['the same action id twice', [{ type: 'actions', elements: [button('same'), button('same')] }]],
];

test.each(bad)('blocks with %s', async (_, blocks) => {
  const { answer } = await call('chat.postMessage', { channel: 'C0BERTH', text: 'x', blocks });

  expect(answer).toMatchObject({ ok: false, error: 'invalid_blocks' });
  expect(messages.slack.messages()).toHaveLength(0);
});

test('takes blocks at the limits', async () => {
  const elements = many(25).map((i) => button(`${i}`.padEnd(255, 'x')));
  const blocks = [{ type: 'actions', elements }, ...many(49).map(() => section('x'.repeat(3000)))];

  expect((await call('chat.postMessage', { channel: 'C0BERTH', text: 'x', blocks })).answer.ok).toBe(true);
});

const refused: readonly [string, string, Record<string, unknown>, string][] = [
  ['an unknown channel', 'chat.postMessage', { channel: 'C0NOWHERE', text: 'x' }, 'channel_not_found'],
  [
    'a direct conversation that was never opened',
    'chat.postMessage',
    { channel: 'D0LEE', text: 'x' },
    'channel_not_found',
  ],
  ['nothing to say', 'chat.postMessage', { channel: 'C0BERTH' }, 'no_text'],
  ['a message that is not there', 'chat.update', { channel: 'C0BERTH', ts: '1.1', text: 'x' }, 'message_not_found'],
  [
    'a made-up trigger',
    'views.open',
    {
      trigger_id: 'x',
      view: { type: 'modal', title: { type: 'plain_text', text: 'x' }, blocks: [{ type: 'divider' }] },
    },
    'invalid_trigger_id',
  ],
];

test.each(refused)('%s', async (_, method, args, error) => {
  expect((await call(method, args)).answer).toEqual({ ok: false, error });
});

test('a wrong token, and methods it does not know', async () => {
  expect((await call('auth.test', {}, 'wrong')).answer).toEqual({ ok: false, error: 'invalid_auth' });
  expect((await call('files.upload', {})).status).toBe(501);
});

import type { Activation } from '../../src/api/deps.ts';
import { signToken } from '../../src/auth/tokens.ts';
import { DECISION_KEY, wholeFileApi } from '../support/api.ts';

let result: Activation;
const orders: unknown[] = [];
const { requests, api } = wholeFileApi({
  activate: async (order) => {
    orders.push(order);
    return result;
  },
});

beforeEach(() => {
  orders.length = 0;
  result = { outcome: 'done' };
});

const post = (path: string, fields: Record<string, string>) =>
  api.app.request(path, { method: 'POST', body: new URLSearchParams(fields) });
const activation = (ttl = 60) => signToken(DECISION_KEY, 'activate', { id: 'nia', passwordStamp: 'g.1' }, ttl);
const confirmation = (reference: string) =>
  signToken(DECISION_KEY, 'confirm-sender', { reference, mail: 'dana@example.test' }, 60);
const GOOD = 'Three small boats 7';

test('following the link confirms nothing; the button does', async () => {
  const reference = await requests.stand();
  const token = await confirmation(reference);

  const seen = await api.app.request(`/confirm?token=${token}`);
  expect(await seen.text()).toContain('Did you send this request?');
  expect(await requests.received(reference)).toEqual([]);

  const done = await post('/confirm', { token });
  expect(done.status).toBe(200);
  expect(await requests.received(reference)).toEqual([
    { name: 'confirmSender', value: { person: 'dana', channel: 'mail' } },
  ]);
});

test('a confirmation of a request that has ended is told so', async () => {
  const reference = await requests.stand({}, { end: true });

  const answer = await post('/confirm', { token: await confirmation(reference) });

  expect(answer.status).toBe(409);
  expect(await answer.text()).toContain(`${reference} has ended.`);
});

test('a password is set by the form, with what the link proves', async () => {
  const token = await activation();

  expect((await api.app.request(`/activate?token=${token}`)).status).toBe(200);
  expect(orders).toEqual([]);

  const done = await post('/activate', { token, password: GOOD, repeated: GOOD });
  expect(done.status).toBe(200);
  expect(orders).toEqual([{ id: 'nia', passwordStamp: 'g.1', password: GOOD }]);
});

test('a link that was used before is told so', async () => {
  result = { outcome: 'used' };

  const answer = await post('/activate', { token: await activation(), password: GOOD, repeated: GOOD });

  expect(answer.status).toBe(409);
});

test.each([
  ['too short', { password: 'short', repeated: 'short' }, 'at least 12'],
  ['two that differ', { password: GOOD, repeated: `${GOOD}!` }, 'differ'],
  ['none', {}, 'role="alert"'],
])('a password is asked for again: %s', async (_, fields, text) => {
  const answer = await post('/activate', { token: await activation(), ...fields });

  expect(answer.status).toBe(422);
  expect(await answer.text()).toContain(text);
  expect(orders).toEqual([]);
});

test('what the directory says against a password is shown, as text', async () => {
  result = { outcome: 'refused', reason: '<b>too simple</b>' };

  const answer = await post('/activate', { token: await activation(), password: GOOD, repeated: GOOD });

  expect(await answer.text()).toContain('&lt;b&gt;too simple');
});

test.each([
  ['for something else', () => signToken(DECISION_KEY, 'decision', { id: 'nia', passwordStamp: 'g.1' }, 60)],
  ['expired', () => activation(-10)],
  ['forged', async () => `${await activation()}x`],
  ['missing', async () => ''],
])('a link whose token is %s does nothing', async (_, make) => {
  const token = await make();

  expect((await api.app.request(`/activate?token=${token}`)).status).toBe(400);
  expect((await post('/activate', { token, password: GOOD, repeated: GOOD })).status).toBe(400);
  expect(orders).toEqual([]);
});

test('pages keep to themselves: no scripts, frames, referrers, caches, and no token or password in the log', async () => {
  const token = await activation();
  const page = await api.app.request(`/activate?token=${token}`);
  await post('/activate', { token, password: GOOD, repeated: GOOD });

  expect(page.headers.get('content-security-policy')).toMatch(/default-src 'none';.*frame-ancestors 'none'/);
  expect(page.headers.get('referrer-policy')).toBe('no-referrer');
  expect(page.headers.get('cache-control')).toBe('no-store');
  expect(api.logged()).not.toContain(token);
  expect(api.logged()).not.toContain(GOOD);
});

test('pages work for keyboards, screen readers and phones', async () => {
  const text = await (await api.app.request(`/activate?token=${await activation()}`)).text();

  expect(text).toMatch(/<html lang="en">[\s\S]*<meta name="viewport"[\s\S]*<main>[\s\S]*<h1>/);
  for (const id of ['password', 'repeated'])
    expect(text).toMatch(new RegExp(`<label for="${id}">[\\s\\S]*<input id="${id}"`));
});

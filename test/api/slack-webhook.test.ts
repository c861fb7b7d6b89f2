import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isProven } from '../../src/auth/decision-tokens.ts';
import type { Decision } from '../../src/domain/decision.ts';
import { DECISION_KEY, directory, startTestApi, wholeFileApi } from '../support/api.ts';
import { postAsSlack } from '../support/slack-post.ts';
import { SPEC } from '../support/standing-request.ts';

const { requests, api } = wholeFileApi();
const told: string[] = [];
const slack = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => (body += String(chunk)));
  request.on('end', () => {
    told.push((JSON.parse(body) as { text: string }).text);
    response.end('ok');
  });
});

beforeAll(async () => {
  await new Promise<void>((resolve) => slack.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  slack.closeAllConnections();
  slack.close();
});

const click = (reference: string, user: string, action = 'berth:approve') => ({
  type: 'block_actions',
  user: { id: user },
  response_url: `http://127.0.0.1:${(slack.address() as AddressInfo).port}/response`,
  actions: [
    {
      action_id: action,
      action_ts: '1763713200.1',
      value: JSON.stringify({ reference, specHash: SPEC, stage: 'lead' }),
    },
  ],
});

const send = (payload: unknown, wish: Parameters<typeof postAsSlack>[2] = {}, { app } = api) =>
  postAsSlack(app, payload, wish);

test('a click is the decision of the person behind the Slack user', async () => {
  const reference = await requests.stand();

  const answer = await send(click(reference, 'U0LEE'));

  expect(answer.status).toBe(200);
  const [message] = await requests.received(reference);
  const decision = message?.value as unknown as Decision;
  expect(decision).toMatchObject({
    person: 'lee',
    verdict: 'approve',
    channel: 'slack',
    specHash: SPEC,
    stage: 'lead',
  });
  expect(await isProven(DECISION_KEY, decision)).toBe(true);
});

test('Slack is answered in time although the directory is slow, and the click still counts', async () => {
  const reference = await requests.stand();
  let release = () => {};
  const held = new Promise<void>((resolve) => void (release = resolve));
  const slow = await startTestApi(requests.env.client, {
    findPerson: async (by) => {
      await held;
      return directory.findPerson(by);
    },
  });

  const answer = await send(click(reference, 'U0LEE'), {}, slow);
  expect(answer.status).toBe(200);
  expect(await requests.received(reference)).toEqual([]);

  release();
  await slow.close();
  expect(await requests.received(reference)).toHaveLength(1);
});

test('the same click delivered twice is one decision', async () => {
  const reference = await requests.stand();

  await send(click(reference, 'U0LEE'));
  await send(click(reference, 'U0LEE'));
  await api.deps.background.settled();

  expect(await requests.received(reference)).toHaveLength(1);
});

test.each([
  ['forged', { secret: 'another secret' }],
  ['older than five minutes', { age: 301 }],
  ['from the future', { age: -301 }],
  ['changed on the way', { tamper: true }],
])('a call that is %s is refused', async (_, wish) => {
  const reference = await requests.stand();

  const answer = await send(click(reference, 'U0LEE'), wish);

  expect(answer.status).toBe(401);
  expect(await requests.received(reference)).toEqual([]);
});

test('a Slack user nobody knows decides nothing, and is told so', async () => {
  const reference = await requests.stand();

  expect((await send(click(reference, 'U0MAL'))).status).toBe(200);
  await api.deps.background.settled();

  expect(await requests.received(reference)).toEqual([]);
  expect(told).toContain('The directory knows nobody with the mail address of your Slack profile.');
});

test('a click on a request that has ended is told so', async () => {
  const reference = await requests.stand({}, { end: true });

  await send(click(reference, 'U0LEE'));
  await api.deps.background.settled();

  expect(told).toContain(`${reference} has ended.`);
});

test.each([
  ['another app’s button', (r: string) => click(r, 'U0LEE', 'other:approve')],
  ['a form of another app', (r: string) => ({ type: 'view_submission', user: { id: 'U0LEE' }, view: { id: 'V1', r } })],
  ['something that is neither click nor form', () => ({ type: 'view_closed' })],
])('%s is acknowledged and does nothing', async (_, payload) => {
  const reference = await requests.stand();

  expect((await send(payload(reference))).status).toBe(200);
  await api.deps.background.settled();

  expect(await requests.received(reference)).toEqual([]);
});

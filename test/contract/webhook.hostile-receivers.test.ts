import type { ServerResponse } from 'node:http';
import type { Client } from '@temporalio/client';
import { createWebhookActivities } from '../../src/activities/webhooks/index.ts';
import { webhookSecret } from '../../src/auth/webhook-secrets.ts';
import { NoAnswer, postToAddress } from '../../src/clients/webhook-post.ts';
import { Secret } from '../../src/config.ts';
import type { PostOutcome } from '../../src/domain/webhook/queue.ts';
import { eachTest } from '../support/fixture.ts';
import { startReceiver, verified, webhookEvent } from '../support/webhook-receiver.ts';

const receiver = eachTest(startReceiver);
const KEY = new Secret('a decision key of at least thirty-two bytes');
const ID = '0a1b2c3d4e5f';
const EVENT = webhookEvent('BR-7F3K2M9QXA_57_ready');

function post(url = receiver.url, allow: readonly string[] = [receiver.origin]): Promise<PostOutcome> {
  const config = { publicUrl: 'https://berth.example.test', webhooks: { allow }, auth: { decisionKey: KEY } };
  const { postToWebhook } = createWebhookActivities({ config, client: {} as Client });
  return postToWebhook({ webhook: { id: ID, url, generation: 1, formerUntil: null }, event: EVENT });
}

const answers = (play: (response: ServerResponse) => void) => {
  receiver.answerBy((_, response) => play(response));
};

test('what is posted is signed, and the same each time but for the moment', async () => {
  expect(await post()).toEqual({ outcome: 'delivered' });
  expect(await post()).toEqual({ outcome: 'delivered' });
  const [first, second] = receiver.posts;
  if (!first || !second) throw new Error('it did not come');
  expect(verified(webhookSecret(KEY, { id: ID, generation: 1 }), first)).toMatchObject({ type: 'request.ready' });
  expect([second.id, second.body]).toEqual([first.id, first.body]);
  expect(() => verified(webhookSecret(KEY, { id: ID, generation: 2 }), first)).toThrow('No matching signature');
  expect(() => verified(webhookSecret(KEY, { id: '000000000000', generation: 1 }), first)).toThrow(
    'No matching signature',
  );
});

test('no redirect is followed', async () => {
  const elsewhere = await startReceiver();
  answers((response) => void response.writeHead(307, { location: elsewhere.url }).end());
  expect(await post()).toMatchObject({ outcome: 'failed', problem: expect.stringContaining('no redirect') as string });
  expect(elsewhere.posts).toEqual([]);
  await elsewhere.close();
});

test('410 ends it, and Retry-After is heard', async () => {
  answers((response) => void response.writeHead(410).end());
  expect(await post()).toEqual({ outcome: 'gone', problem: 'answered with 410' });
  answers((response) => void response.writeHead(429, { 'retry-after': '90' }).end());
  expect(await post()).toEqual({ outcome: 'failed', problem: 'answered with 429', retryAfterMs: 90_000 });
  answers((response) => void response.writeHead(503, { 'retry-after': 'tomorrow <script>' }).end());
  expect(await post()).toEqual({ outcome: 'failed', problem: 'answered with 503' });
});

test('an answer without end is not waited for', async () => {
  let hungUp = () => {};
  const gone = new Promise<void>((resolve) => {
    hungUp = resolve;
  });
  answers((response) => {
    const pour = () => void (response.destroyed || response.write('x'.repeat(65_536), () => setImmediate(pour)));
    response.on('close', hungUp).on('error', () => undefined);
    response.writeHead(200);
    pour();
  });
  expect(await post()).toEqual({ outcome: 'delivered' });
  await gone;
});

test('headers without end, none at all, and nobody there are failures in our words', async () => {
  answers((response) => void response.writeHead(200, { 'x-much': 'x'.repeat(60_000) }).end());
  expect(await post()).toMatchObject({ outcome: 'failed', problem: 'could not be reached (HPE_HEADER_OVERFLOW)' });
  answers((response) => response.destroy());
  expect(await post()).toMatchObject({ outcome: 'failed', problem: 'could not be reached (ECONNRESET)' });
  answers(() => undefined);
  const patience = { url: receiver.url, headers: {}, body: '{}' };
  await expect(postToAddress(patience, [receiver.origin], 200)).rejects.toThrow(NoAnswer);
  await receiver.close();
  expect(await post()).toMatchObject({ outcome: 'failed', problem: 'could not be reached (ECONNREFUSED)' });
});

test.each([
  ['a private address', (port: string) => `https://127.0.0.1:${port}/`],
  ['a name that leads to this machine', (port: string) => `https://localhost:${port}/`],
  ['an address that is not encrypted', (port: string) => `http://127.0.0.1:${port}/`],
])('%s is not called', async (_, urlOf) => {
  const { port } = new URL(receiver.origin);
  expect(await post(urlOf(port), [])).toMatchObject({
    outcome: 'failed',
    problem: expect.stringMatching(/private|https/) as string,
  });
  expect(receiver.posts).toEqual([]);
});

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isSignedBySlack } from '../../src/clients/slack-signature.ts';
import { readDecisionButton } from '../../src/domain/slack-blocks.ts';
import { eachTest } from '../support/fixture.ts';
import { asked, question, REFERENCE, SPEC, startMessages } from '../support/notification.ts';

const messages = eachTest(startMessages);

interface Received {
  readonly body: string;
  readonly timestamp: string;
  readonly signature: string;
}

/** A receiver that keeps what came and answers 200. */
async function startReceiver() {
  const calls: Received[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => void (body += chunk.toString()));
    request.on('end', () => {
      const { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': signature } = request.headers;
      calls.push({ body, timestamp: String(timestamp), signature: String(signature) });
      response.writeHead(200).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/slack`;
  return { calls, url, close: () => void server.close() };
}

test('a click arrives signed, with who pressed what', async () => {
  const receiver = await startReceiver();
  messages.slack.setInteractivityUrl(receiver.url);
  const who = asked(['lee']);
  const [post] = await messages.activities.askInSlack({ ...question(), ...who });
  if (!post) throw new Error('nobody was asked');

  const status = await messages.slack.click({ ...post, person: 'U0LEE', actionId: 'berth:approve' });
  receiver.close();

  expect(status).toBe(200);
  const call = receiver.calls[0] as Received;
  expect(isSignedBySlack(messages.config.slack.signingSecret, call, Date.now())).toBe(true);
  const payload = JSON.parse(new URLSearchParams(call.body).get('payload') ?? '');
  expect(payload).toMatchObject({ type: 'block_actions', user: { id: 'U0LEE' }, container: { message_ts: post.ts } });
  const [action] = payload.actions;
  expect(readDecisionButton(action.action_id, action.value)).toEqual({
    verdict: 'approve',
    reference: REFERENCE,
    specHash: SPEC,
    stage: 'project-lead',
  });
});

test('nobody can press a button that is not there', async () => {
  messages.slack.setInteractivityUrl('http://127.0.0.1:9/');
  const missing = { person: 'U0LEE', channel: 'D0LEE', ts: '1.000001', actionId: 'berth:approve' };

  await expect(messages.slack.click(missing)).rejects.toThrow('sees no button');
});

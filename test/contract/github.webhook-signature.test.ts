import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { verify } from '@octokit/webhooks-methods';
import { eachTest } from '../support/fixture.ts';
import { planned, stageGithub } from '../support/github.ts';

const stage = eachTest(stageGithub);

interface Delivery {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Listens for webhooks until one of this event came. */
function expectHook(event: string): Promise<{ url: string; server: Server; delivery: Promise<Delivery> }> {
  const server = createServer();
  const delivery = new Promise<Delivery>((resolve) => {
    server.on('request', (request, response) => {
      response.end();
      if (request.headers['x-github-event'] !== event) return;
      void text(request).then((body) => resolve({ headers: request.headers, body }));
    });
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server, delivery });
    });
  });
}

test('a review is told by a signed webhook that another secret does not verify', async () => {
  const hook = await expectHook('pull_request_review');
  stage.server.setWebhook({ url: hook.url, secret: 'hook-secret' });
  const { number } = await stage.activities.proposeChange(planned());
  await stage.as('leemarsh').pulls.createReview({ ...stage.at, pull_number: number, event: 'APPROVE' });

  const { headers, body } = await hook.delivery;
  const signature = String(headers['x-hub-signature-256']);
  expect(await verify('hook-secret', body, signature)).toBe(true);
  expect(await verify('another', body, signature)).toBe(false);
  expect(headers['x-github-delivery']).toMatch(/^[0-9a-f-]{36}$/);
  expect(JSON.parse(body)).toMatchObject({ action: 'submitted', pull_request: { number } });
  hook.server.close();
  hook.server.closeAllConnections();
});

/* What a server may do that a well OPA does not; what OPA itself says is tried on a real one, in test/stack. */
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Secret } from '../../src/config.ts';
import { SAMPLE_INPUT } from '../../src/policy/sample.ts';
import { createOpaEngine } from '../../src/policy/server.ts';

let server: Server | undefined;
afterEach(async () => {
  server?.closeAllConnections();
  if (server) await new Promise((resolve) => server?.close(resolve));
});

async function serving(listener: RequestListener): Promise<string> {
  server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const TOKEN = 'a token that nobody may read in a message';
const ask = (opaUrl: string) =>
  createOpaEngine({ opaUrl, opaToken: new Secret(TOKEN), timeoutSeconds: 1 }).ask(SAMPLE_INPUT);

const answering =
  (status: number, body: string, headers = {}): RequestListener =>
  (request, response) => {
    request.resume();
    response.writeHead(status, headers).end(body);
  };

test.each([
  [
    'an error of the server',
    answering(500, '{"message":"eval_cancel_error"}'),
    'Unavailable',
    '500: eval_cancel_error',
  ],
  ['too many questions', answering(429, ''), 'RateLimited', '429'],
  ['a page', answering(200, '<html>Welcome</html>'), 'Configuration', 'is not OPA. Check policy.opaUrl'],
  ['somewhere else', answering(302, '', { location: 'https://login.example.test' }), 'Configuration', '302'],
  ['an answer broken off', answering(200, '{"result":', { 'content-length': 100 }), 'Unavailable', 'OPA at'],
  ['no answer at all', () => {}, 'Unavailable', 'did not answer in time'],
])('%s is told as what it is', async (_what, listener, type, message) => {
  const asked = ask(await serving(listener));
  const error: Error = await asked.then(
    () => new Error('it was taken for an answer'),
    (thrown: Error) => thrown,
  );

  expect(error).toMatchObject({ type, message: expect.stringContaining(message) });
  expect(error.message).not.toContain(TOKEN);
});

test('the question goes where OPA takes it, once, with the token', async () => {
  const stage = { name: 'lead', mode: 'any', of: ['project-lead'], about: ['content'], onExpiry: 'deny' };
  const result = { stages: [{ ...stage, mayDelegate: true, why: 'So' }], autoApproval: null, denials: [] };
  const bundles = { second: { revision: 'r2' }, first: { revision: 'r1' }, data: {} };
  const calls: unknown[] = [];
  const url = await serving((request, response) => {
    const { method, url: path, headers } = request;
    void text(request).then((body) => calls.push([method, path, headers.authorization, JSON.parse(body)]));
    request.once('end', () => response.end(JSON.stringify({ result, provenance: { version: '1.22.2', bundles } })));
  });

  expect(await ask(`${url}/`)).toEqual({ answer: result, version: { engine: 'opa', version: 'first@r1,second@r2' } });
  const path = '/v1/data/berth/approval/answer?provenance=true';
  expect(calls).toEqual([['POST', path, `Bearer ${TOKEN}`, { input: SAMPLE_INPUT }]]);
});

import { createConnection } from 'node:net';
import { createApi } from '../../src/api/app.ts';
import { CALL_LIMITS } from '../../src/api/limits.ts';
import { listen } from '../../src/api/server.ts';
import { wholeFileApi } from '../support/api.ts';

const { api } = wholeFileApi();

const callAs = async (app: ReturnType<typeof createApi>, person?: string) =>
  app.request('/api/me', {
    headers: person ? { authorization: `Bearer ${await api.issuer.tokenFor(person)}` } : {},
  });

test('whoever calls too often is told when to go on, and nobody else is', async () => {
  const app = createApi(api.deps, { ...CALL_LIMITS, ofCaller: 2, ofStranger: 2 });

  const seen: number[] = [];
  for (let i = 0; i < 3; i += 1) seen.push((await callAs(app, 'dana')).status);
  const refused = await callAs(app, 'dana');

  expect(seen).toEqual([200, 200, 429]);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await refused.json()).toMatchObject({ status: 429, title: 'Too many calls' });
  expect((await callAs(app, 'lee')).status).toBe(200);
});

test('so is an address that proves nobody', async () => {
  const app = createApi(api.deps, { ...CALL_LIMITS, ofCaller: 2, ofStranger: 2 });

  const seen: number[] = [];
  for (let i = 0; i < 3; i += 1) seen.push((await callAs(app)).status);

  expect(seen).toEqual([401, 401, 429]);
});

test('a caller who sends a body too slowly is hung up on', async () => {
  const server = await listen(
    api.app.fetch,
    { host: '127.0.0.1', port: 0, proxies: 0 },
    { requestMs: 300, headersMs: 300, checkMs: 50 },
  );
  const { port } = server.address() as { port: number };
  const socket = createConnection(port, '127.0.0.1');
  socket.on('error', () => {});
  let said = '';
  socket.on('data', (chunk) => {
    said += String(chunk);
  });
  const ended = new Promise((resolve) => socket.once('close', resolve));

  const token = await api.issuer.tokenFor('dana');
  const headers = ['host: berth', `authorization: Bearer ${token}`, 'content-type: application/json'];
  socket.write(`POST /api/requests HTTP/1.1\r\n${headers.join('\r\n')}\r\ncontent-length: 100\r\n\r\n{`);
  await ended;
  await new Promise((resolve) => server.close(resolve));

  expect(said).toMatch(/^HTTP\/1\.1 408 /);
});

import { Client, Connection } from '@temporalio/client';
import { createPayloadCodec } from '../../src/codec/payload-codec.ts';
import { Secret } from '../../src/config.ts';
import { bodyOf, startTestApi, TEMPORAL, UI_ORIGIN } from '../support/api.ts';
import { wholeFile } from '../support/fixture.ts';

/* The codec asks Temporal nothing, so no server runs here. */
const connection = Connection.lazy({ address: '127.0.0.1:1' });
const api = wholeFile(() => startTestApi(new Client({ connection })));
afterAll(() => connection.close());

interface JsonPayload {
  readonly metadata: Readonly<Record<string, string>>;
  readonly data: string;
}

const base64 = (text: string) => Buffer.from(text).toString('base64');
const PLAIN: JsonPayload = { metadata: { encoding: base64('json/plain') }, data: base64('"Payments API"') };
const ORIGIN = { origin: UI_ORIGIN, 'x-namespace': 'default' };

const convert = (how: string, body: unknown, headers: Record<string, string> = {}) =>
  api.call('olga', 'POST', `/codec/${how}`, body, headers);
const payloadsOf = async (answer: Response) => ((await answer.json()) as { payloads: JsonPayload[] }).payloads;

test('what it encrypts the worker can read, and it shows it again; what is not encrypted passes', async () => {
  const encoded = await payloadsOf(await convert('encode', { payloads: [PLAIN] }));

  const [payload] = encoded.map(({ metadata, data }) => ({
    metadata: Object.fromEntries(Object.entries(metadata).map(([name, text]) => [name, Buffer.from(text, 'base64')])),
    data: Buffer.from(data, 'base64'),
  }));
  const [read] = await createPayloadCodec(TEMPORAL.codec).decode(payload ? [payload] : []);
  expect(encoded[0]?.metadata['encoding']).toBe(base64('binary/encrypted'));
  expect(Buffer.from(read?.data ?? []).toString()).toBe('"Payments API"');
  expect(await payloadsOf(await convert('decode', { payloads: [...encoded, PLAIN] }, ORIGIN))).toEqual([PLAIN, PLAIN]);
});

test('the largest payload that Temporal keeps comes back whole', async () => {
  const large = { ...PLAIN, data: base64('x'.repeat(2 * 1024 * 1024)) };

  const encoded = await payloadsOf(await convert('encode', { payloads: [large] }));

  expect(await payloadsOf(await convert('decode', { payloads: encoded }))).toEqual([large]);
});

test.each([
  ['nobody signed in', 401, (body: string) => api.app.request('/codec/decode', { method: 'POST', body })],
  ['a forged token', 401, () => convert('decode', { payloads: [] }, { authorization: 'Bearer e30.e30.e30' })],
  ['somebody who is no operator', 403, () => api.call('sam', 'POST', '/codec/decode', { payloads: [PLAIN] })],
  ['an auditor', 403, () => api.call('ada', 'POST', '/codec/encode', { payloads: [PLAIN] })],
])('%s is refused with %i', async (_, status, ask) => {
  const answer = await ask(JSON.stringify({ payloads: [PLAIN] }));

  expect(answer.status).toBe(status);
  expect(await answer.json()).not.toHaveProperty('payloads');
});

test.each([
  ['no JSON', 400, '{"payloads":', {}],
  ['a form', 415, 'payloads=', { 'content-type': 'application/x-www-form-urlencoded' }],
  ['no payloads', 422, '{}', {}],
  ['data that is no base64', 422, '{"payloads":[{"data":"?"}]}', {}],
  ['another namespace', 422, '{"payloads":[]}', { 'x-namespace': 'elsewhere' }],
  ['more than 8 MiB', 413, `{"payloads":[${' '.repeat(8 * 1024 * 1024)}]}`, {}],
])('%s is refused with %i, in words', async (_, status, body, headers) => {
  const answer = await api.app.request('/codec/decode', {
    method: 'POST',
    body,
    headers: {
      authorization: `Bearer ${await api.issuer.tokenFor('olga')}`,
      'content-type': 'application/json',
      'content-length': String(body.length),
      ...headers,
    },
  });

  expect(answer.status).toBe(status);
  expect((await bodyOf(answer)).detail).not.toBe('');
});

test('a payload of an unknown key is answered with the key that is missing, one that was changed with that', async () => {
  const other = createPayloadCodec({ keys: [{ id: '2025-01', key: new Secret('a1'.repeat(32)) }] });
  const [payload] = await other.encode([{ data: Buffer.from('1') }]);
  const asJson = (id: string) => ({
    metadata: { encoding: base64('binary/encrypted'), 'encryption-key-id': base64(id) },
    data: Buffer.from(payload?.data ?? []).toString('base64'),
  });

  const unknown = await convert('decode', { payloads: [asJson('2025-01')] });
  const changed = await convert('decode', { payloads: [asJson('2026-11')] });

  expect([unknown.status, changed.status]).toEqual([422, 422]);
  expect((await bodyOf(unknown)).detail).toContain('"2025-01", which temporal.codec.keys does not have. Add it there');
  expect((await bodyOf(changed)).detail).toContain('does not open it');
});

test("only Temporal UI's page may ask from a browser", async () => {
  const preflight = (origin: string) =>
    api.app.request('/codec/decode', {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type,x-namespace',
      },
    });
  const allowed = async (answer: Response | Promise<Response>) =>
    (await answer).headers.get('access-control-allow-origin');

  const asked = await preflight(UI_ORIGIN);
  expect(asked.status).toBe(204);
  expect(await allowed(asked)).toBe(UI_ORIGIN);
  expect(asked.headers.get('access-control-allow-headers')).toBe('authorization,content-type,x-namespace');
  expect(asked.headers.get('access-control-allow-methods')).toBe('POST');
  expect(await allowed(preflight('https://evil.example.test'))).toBeNull();
  expect(await allowed(convert('decode', { payloads: [] }, ORIGIN))).toBe(UI_ORIGIN);
  expect(await allowed(convert('decode', { payloads: 7 }, ORIGIN))).toBe(UI_ORIGIN);
  expect(await allowed(api.app.request('/api/tasks', { headers: ORIGIN }))).toBeNull();
});

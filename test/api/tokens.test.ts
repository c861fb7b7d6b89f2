import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { startIssuer } from '../../sandbox/issuer/issuer.ts';
import { makeContext } from '../../sandbox/kit/context.ts';
import { createBearerVerifier } from '../../src/auth/bearer.ts';
import { startTestApi, type TestApi } from '../support/api.ts';

/* Tokens are judged before Temporal is asked anything, so no server runs here. */
let api: TestApi;
let connection: Connection;

beforeAll(async () => {
  connection = Connection.lazy({ address: '127.0.0.1:1' });
  api = await startTestApi(new Client({ connection }));
});
afterAll(async () => {
  await api.close();
  await connection.close();
});

const asking = (authorization: string | undefined) =>
  api.app.request('/api/tasks?scope=queue', authorization === undefined ? {} : { headers: { authorization } });

const foreignContext = () => makeContext(mkdtempSync(join(tmpdir(), 'berth-issuer-')));

test('a token of the issuer is accepted', async () => {
  expect((await asking(`Bearer ${await api.issuer.tokenFor('dana')}`)).status).toBe(200);
});

test.each([
  ['none at all', async () => undefined],
  ['not a token', async () => 'Bearer nonsense'],
  ['another scheme', async () => `Basic ${Buffer.from('dana:Sandbox-dana-1').toString('base64')}`],
  ['expired', async () => `Bearer ${await api.issuer.tokenFor('dana', { ttl: -10 })}`],
  ['made for another audience', async () => `Bearer ${await api.issuer.tokenFor('dana', { audience: 'backstage' })}`],
  ['signed by another key under our issuer and key id', async () => `Bearer ${await forged('ES256')}`],
  ['unsigned', async () => `Bearer ${await unsigned()}`],
])('refused with 401: %s', async (_, header) => {
  const answer = await asking(await header());

  expect(answer.status).toBe(401);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(await answer.json()).toMatchObject({ status: 401, title: 'Not signed in', instance: '/api/tasks' });
});

test('a token of another issuer is refused', async () => {
  const other = await startIssuer(foreignContext());
  try {
    expect((await asking(`Bearer ${await other.tokenFor('dana')}`)).status).toBe(401);
  } finally {
    await other.close();
  }
});

test('somebody the directory does not know is refused, although the issuer does', async () => {
  const answer = await asking(`Bearer ${await api.issuer.tokenFor('mallory')}`);

  expect(answer.status).toBe(403);
  expect(await answer.json()).toMatchObject({ detail: 'The directory knows nobody called "mallory".' });
});

test('an issuer that does not answer is not taken for a bad token, and is asked again', async () => {
  const context = foreignContext();
  const late = await startIssuer(context);
  const verify = createBearerVerifier({ issuer: late.url, audience: 'berth', personClaim: 'sub' });
  const token = await late.tokenFor('dana');
  context.faults.add({ match: 'issuer GET /.well-known', status: 503 });

  await expect(verify(token)).rejects.toThrow(/does not answer/);
  await expect(verify(token)).resolves.toEqual({ id: 'dana' });

  await late.close();
});

test('tokens stay out of the log', async () => {
  const token = await api.issuer.tokenFor('dana', { ttl: -10 });
  await asking(`Bearer ${token}`);
  await api.app.request(`/confirm?token=${token}`);

  expect(api.logged()).toContain('/confirm');
  expect(api.logged()).not.toContain(token);
});

async function keyId(): Promise<string> {
  const { keys } = (await (await fetch(`${api.issuer.url}/jwks`)).json()) as { keys: { kid: string }[] };
  return keys[0]?.kid ?? '';
}

async function forged(alg: string): Promise<string> {
  const { privateKey, publicKey } = await generateKeyPair(alg);
  return new SignJWT({})
    .setProtectedHeader({ alg, kid: await keyId(), jwk: await exportJWK(publicKey) })
    .setIssuer(api.issuer.url)
    .setAudience('berth')
    .setSubject('lee')
    .setExpirationTime('1h')
    .sign(privateKey);
}

async function unsigned(): Promise<string> {
  const [, payload] = (await api.issuer.tokenFor('lee')).split('.');
  return `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`;
}

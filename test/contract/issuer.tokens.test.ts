import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { type SandboxIssuer, startIssuer } from '../../sandbox/issuer/issuer.ts';
import { makeContext, type SandboxContext } from '../../sandbox/kit/context.ts';

let context: SandboxContext;
let issuer: SandboxIssuer;
beforeEach(async () => {
  context = makeContext(mkdtempSync(join(tmpdir(), 'berth-issuer-')));
  issuer = await startIssuer(context);
});
afterEach(() => issuer.close());

const grant = (form: Record<string, string>) =>
  fetch(`${issuer.url}/token`, { method: 'POST', body: new URLSearchParams(form) });
const right = { grant_type: 'password', username: 'dana', password: 'Sandbox-dana-1' };

test('the right password gives a token that the published keys verify', async () => {
  const discovery = (await (await fetch(`${issuer.url}/.well-known/openid-configuration`)).json()) as {
    jwks_uri: string;
  };
  const { access_token } = (await (await grant(right)).json()) as { access_token: string };

  const keys = createRemoteJWKSet(new URL(discovery.jwks_uri));
  const { payload, protectedHeader } = await jwtVerify(access_token, keys, { issuer: issuer.url, audience: 'berth' });

  expect(protectedHeader.alg).toBe('ES256');
  expect(payload).toMatchObject({ sub: 'dana', email: 'dana@example.test', name: 'Dana Field' });
});

test.each([
  ['a wrong password', { ...right, password: 'Sandbox-lee-1' }, 'invalid_grant'],
  ['an unknown person', { ...right, username: 'nobody' }, 'invalid_grant'],
  ['another grant', { ...right, grant_type: 'client_credentials' }, 'unsupported_grant_type'],
])('%s is refused', async (_, form, error) => {
  const answer = await grant(form);

  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ error });
});

test('what it does not imitate it refuses', async () => {
  expect((await fetch(`${issuer.url}/userinfo`)).status).toBe(501);
});

test('faults are played', async () => {
  context.faults.add({ match: 'issuer POST /token', status: 503 });
  context.faults.add({ match: 'issuer POST /token', cut: true });

  expect((await grant(right)).status).toBe(503);
  await expect(grant(right)).rejects.toThrow('fetch failed');
  expect((await grant(right)).status).toBe(200);
});

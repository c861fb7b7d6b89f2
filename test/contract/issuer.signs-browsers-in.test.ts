import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { BERTH_CLIENT_SECRET, berthClients, type SandboxIssuer, startIssuer } from '../../sandbox/issuer/issuer.ts';
import { makeContext } from '../../sandbox/kit/context.ts';

/* As strict as a real provider: what it lets pass, Berth could get wrong unseen. */
const API = 'https://berth.example.test';
const REDIRECT = `${API}/sign-in/done`;
let issuer: SandboxIssuer;
beforeEach(async () => {
  issuer = await startIssuer(makeContext(mkdtempSync(join(tmpdir(), 'berth-issuer-'))), { clients: berthClients(API) });
});
afterEach(() => issuer.close());

const verifier = randomBytes(32).toString('base64url');
const ASKED = {
  client_id: 'berth',
  redirect_uri: REDIRECT,
  response_type: 'code',
  scope: 'openid profile',
  state: 'the state',
  nonce: 'the nonce',
  code_challenge: createHash('sha256').update(verifier).digest('base64url'),
  code_challenge_method: 'S256',
};

const ask = (change: Record<string, string> = {}) =>
  fetch(`${issuer.url}/authorize?${new URLSearchParams({ ...ASKED, ...change }).toString()}`, { redirect: 'manual' });

async function codeOf(person = 'dana', password = `Sandbox-${person}-1`): Promise<URL | number> {
  const transaction = /name="transaction" value="([^"]+)"/.exec(await (await ask()).text())?.[1] ?? '';
  const body = new URLSearchParams({ transaction, username: person, password });
  const answer = await fetch(`${issuer.url}/authorize`, { method: 'POST', body, redirect: 'manual' });
  const location = answer.headers.get('location');
  return location ? new URL(location) : answer.status;
}

async function freshCode(): Promise<string> {
  const back = await codeOf();
  return typeof back === 'number' ? '' : (back.searchParams.get('code') ?? '');
}

async function redeem(change: Record<string, string>): Promise<{ error?: string; id_token?: string }> {
  const right = {
    grant_type: 'authorization_code',
    client_id: 'berth',
    client_secret: BERTH_CLIENT_SECRET,
    redirect_uri: REDIRECT,
    code_verifier: verifier,
  };
  const answer = await fetch(`${issuer.url}/token`, {
    method: 'POST',
    body: new URLSearchParams({ ...right, ...change }),
  });
  return (await answer.json()) as { error?: string; id_token?: string };
}

test('the right password gives a code, which gives a token with nonce and audience, once', async () => {
  const back = (await codeOf()) as URL;
  const code = back.searchParams.get('code') ?? '';

  expect(back.href.startsWith(`${REDIRECT}?`)).toBe(true);
  expect(Object.fromEntries(back.searchParams)).toMatchObject({ state: 'the state', iss: issuer.url });
  const { id_token: idToken = '' } = await redeem({ code });
  expect(decodeJwt(idToken)).toMatchObject({ sub: 'dana', aud: 'berth', iss: issuer.url, nonce: 'the nonce' });
  expect(await redeem({ code })).toMatchObject({ error: 'invalid_grant' });
});

test('a wrong password gives none', async () => {
  expect(await codeOf('dana', 'guess')).toBe(401);
});

test.each([
  ['an unknown program', { client_id: 'other' }],
  ['another address', { redirect_uri: 'https://evil.example.test/sign-in/done' }],
  ['an address that only begins alike', { redirect_uri: `${REDIRECT}/more` }],
])('%s is not even sent back', async (_, change) => {
  const answer = await ask(change);

  expect(answer.status).toBe(400);
  expect(answer.headers.get('location')).toBeNull();
});

test.each([
  ['no PKCE', { code_challenge: '' }, 'invalid_request'],
  ['plain PKCE', { code_challenge_method: 'plain' }, 'invalid_request'],
  ['another response', { response_type: 'token' }, 'unsupported_response_type'],
  ['no openid', { scope: 'profile' }, 'invalid_scope'],
])('%s is sent back as a mistake', async (_, change, error) => {
  const location = new URL((await ask(change)).headers.get('location') ?? '');

  expect(Object.fromEntries(location.searchParams)).toMatchObject({ error, state: 'the state' });
});

test.each([
  ['the wrong verifier', { code_verifier: 'x'.repeat(43) }, 'invalid_grant'],
  ['another address', { redirect_uri: `${API}/other` }, 'invalid_grant'],
  ['the wrong secret', { client_secret: 'guess' }, 'invalid_client'],
  ['another program', { client_id: 'berth-cli', client_secret: '' }, 'invalid_client'],
])('a code with %s is refused', async (_, change, error) => {
  expect(await redeem({ code: await freshCode(), ...change })).toMatchObject({ error });
});

test('a refused try uses the code up', async () => {
  const code = await freshCode();
  await redeem({ code, code_verifier: 'x'.repeat(43) });

  expect(await redeem({ code })).toMatchObject({ error: 'invalid_grant' });
});

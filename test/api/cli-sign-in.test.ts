import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ServerType, serve } from '@hono/node-server';
import { PEOPLE } from '../../sandbox/people.ts';
import { wholeFileApi } from '../support/api.ts';
import { eventually } from '../support/eventually.ts';

const MAIN = new URL('../../src/cli/main.ts', import.meta.url).pathname;
const { api } = wholeFileApi();
let server: ServerType;
let url: string;
let home: string;

beforeAll(async () => {
  server = await new Promise<ServerType>((resolve) => {
    const started: ServerType = serve({ fetch: api.app.fetch, port: 0, hostname: '127.0.0.1' }, () => resolve(started));
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
});
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'berth-home-'));
});

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs it as somebody at a terminal; `seen` is told all that was printed so far. */
function berth(args: string[], more: Record<string, string> = {}, seen?: (out: string) => void): Promise<Ran> {
  const env = { PATH: process.env.PATH ?? '', HOME: home, ...more };
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [MAIN, ...args], { env });
    let [out, err] = ['', ''];
    child.stdout.on('data', (text) => {
      out += String(text);
      seen?.(out);
    });
    child.stderr.on('data', (text) => (err += String(text)));
    child.on('close', (code) => resolve({ code: code ?? -1, out, err }));
  });
}

/** What somebody does in their browser with what the terminal shows. */
async function answer(shown: string, verdict: 'allow' | 'deny'): Promise<void> {
  const [, page = ''] = /^Open (\S+)/m.exec(shown) ?? [];
  const [, code = ''] = /code ([A-Z]{4}-[A-Z]{4})/.exec(shown) ?? [];
  const { id, password } = PEOPLE.sam;
  const form = new URLSearchParams({ user_code: code, username: id, password, verdict });
  const answered = await fetch(page.replace(/\?.*/, ''), { method: 'POST', body: form });
  expect(answered.status).toBe(200);
}

async function login(args: string[] = [], verdict: 'allow' | 'deny' = 'allow'): Promise<Ran> {
  let isAnswered = false;
  return berth(['login', url, ...args], {}, (out) => {
    if (isAnswered || !out.includes('Waiting')) return;
    isAnswered = true;
    void answer(out, verdict);
  });
}

const file = (name = 'default') => join(home, '.config', 'berth', `${name}.json`);
const kept = () => JSON.parse(readFileSync(file(), 'utf8')) as Record<string, string>;

test('somebody signs in with a browser, and is who they are for every command afterwards', async () => {
  const signedIn = await login();

  expect(signedIn).toMatchObject({ code: 0, err: '' });
  expect(signedIn.out).toContain(`Sam Okoro (sam) is signed in at ${url}.`);
  expect(await berth(['tasks'])).toMatchObject({ code: 0, err: '' });
});

test('what is kept only its owner reads, and no token is printed', async () => {
  const { out, err } = await login();

  expect(statSync(file()).mode & 0o777).toBe(0o600);
  expect(statSync(join(home, '.config', 'berth')).mode & 0o777).toBe(0o700);
  for (const secret of [kept()['token'], kept()['refreshToken']]) {
    expect(secret).toBeDefined();
    expect(out + err).not.toContain(secret);
  }
});

test('an expired token is renewed, once by each refresh token', async () => {
  await login();
  const before = kept();
  writeFileSync(file(), JSON.stringify({ ...before, expires: '2026-01-01T00:00:00.000Z' }));

  expect(await berth(['tasks'])).toMatchObject({ code: 0, err: '' });
  expect(kept()['refreshToken']).not.toBe(before['refreshToken']);

  writeFileSync(file(), JSON.stringify({ ...before, expires: '2026-01-01T00:00:00.000Z' }));
  expect(await berth(['tasks'])).toMatchObject({ code: 3, err: expect.stringContaining('Next: berth login') });
});

test('a token goes to no other Berth', async () => {
  await login();
  const elsewhere = await berth(['tasks'], { BERTH_API: 'http://127.0.0.1:9' });

  expect(elsewhere).toMatchObject({ code: 3, err: expect.stringContaining('You are not signed in') });
});

test('who uses several Berths has a profile for each', async () => {
  await login(['--profile', 'lab']);

  expect(await berth(['tasks', '--profile', 'lab'])).toMatchObject({ code: 0 });
  expect(await berth(['tasks'], { BERTH_PROFILE: 'lab' })).toMatchObject({ code: 0 });
  expect(await berth(['tasks'], { BERTH_API: url })).toMatchObject({ code: 3 });
  expect(await berth(['tasks', '--profile', '../lab'])).toMatchObject({ code: 2 });
});

test('signing out forgets it, here and at the issuer', async () => {
  await login();
  const before = kept();

  expect(await berth(['logout'])).toMatchObject({ code: 0, out: `You are signed out of ${url}.\n` });
  expect(await berth(['tasks'], { BERTH_API: url })).toMatchObject({ code: 3 });
  const form = { grant_type: 'refresh_token', client_id: 'berth-cli', refresh_token: before['refreshToken'] ?? '' };
  const again = await fetch(`${api.issuer.url}/token`, { method: 'POST', body: new URLSearchParams(form) });
  expect(await again.json()).toMatchObject({ error: 'invalid_grant' });
  expect(await berth(['logout'])).toMatchObject({ code: 0, out: 'Nobody was signed in.\n' });
});

test('who says no in the browser is not signed in', async () => {
  expect(await login([], 'deny')).toMatchObject({
    code: 3,
    err: expect.stringContaining('was refused in the browser'),
  });
});

test('BERTH_TOKEN wins over what is kept', async () => {
  await login();
  const { token } = kept();
  writeFileSync(file(), JSON.stringify({ ...kept(), token: 'nonsense' }));

  expect(await berth(['tasks'])).toMatchObject({ code: 3 });
  expect(await berth(['tasks'], { BERTH_API: url, BERTH_TOKEN: token ?? '' })).toMatchObject({ code: 0 });
});

test('operators make, list and revoke tokens of programs', async () => {
  const as = async (person: string, ...args: string[]) =>
    berth(args, { BERTH_API: url, BERTH_TOKEN: await api.issuer.tokenFor(person) });
  const made = await as('olga', 'token', 'create', 'deploy-bot', '--project', 'payments', '--days', '90');
  const [, token = '', id = ''] = /^(berth_([0-9a-f]{12})_\S+)$/m.exec(made.out) ?? [];

  expect(made).toMatchObject({ code: 0, err: '' });
  expect(await berth(['tasks'], { BERTH_API: url, BERTH_TOKEN: token })).toMatchObject({ code: 0 });
  // The list lags by a moment.
  await eventually(async () => (await (await api.call('olga', 'GET', '/api/service-tokens')).text()).includes(id));
  expect((await as('olga', 'token', 'list')).out).toContain(`${id}  deploy-bot  payments`);
  expect((await as('olga', 'token', 'revoke', id)).out).toBe('deploy-bot lets nobody in any more.\n');
  expect(await as('sam', 'token', 'list')).toMatchObject({ code: 3 });
});

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { PEOPLE } from '../../sandbox/people.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { startSandbox } from '../../sandbox/start.ts';
import { freePorts } from '../../scripts/kit/ports.ts';
import { startEnvironment } from '../support/temporal.ts';

/* Berth where there is no OpenID Connect provider: its own process, and a directory over LDAPS. */
const MAIN = new URL('../../src/api/main.ts', import.meta.url).pathname;
let env: TestWorkflowEnvironment;
let sandbox: Sandbox;
let child: ChildProcess;
let url: string;

beforeAll(async () => {
  env = await startEnvironment();
  const folder = mkdtempSync(join(tmpdir(), 'berth-no-issuer-'));
  const [apiPort = 0] = await freePorts(1);
  sandbox = await startSandbox({ folder, apiPort, temporalAddress: env.address, signIn: 'directory' });
  child = spawn(process.execPath, [MAIN, '--config', sandbox.configFile], { stdio: ['ignore', 'pipe', 'ignore'] });
  const [line] = await once(createInterface({ input: child.stdout as NodeJS.ReadableStream }), 'line');
  url = (JSON.parse(String(line)) as { url: string }).url;
});
afterAll(async () => {
  child.kill('SIGKILL');
  await sandbox.close();
  await env.teardown();
});

const signIn = (name: string, password: string) =>
  fetch(`${url}/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: url, 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams({ name, password, to: '/work' }),
  });

test('people sign in with name and password, and are who the directory says', async () => {
  const answer = await signIn('sam@example.test', PEOPLE.sam.password);
  const [cookie = ''] = answer.headers.getSetCookie();
  const me = await fetch(`${url}/api/me`, { headers: { cookie: cookie.split(';')[0] ?? '' } });

  expect(answer.headers.get('location')).toBe(`${url}/work`);
  // On plain loopback browsers take no `__Host-`.
  expect(cookie).toMatch(/^berth=\S+; Path=\/; HttpOnly; SameSite=Lax$/);
  expect(await me.json()).toMatchObject({ id: 'sam', roles: ['anybody', 'support'], signedInBy: 'directory' });
  expect(me.headers.get('strict-transport-security')).toBeNull();
});

test('a wrong password is refused, and tokens of an issuer are nobody’s', async () => {
  const authorization = `Bearer ${await sandbox.issuer.tokenFor('dana')}`;

  expect((await signIn('sam', 'guess')).status).toBe(401);
  expect((await fetch(`${url}/api/me`, { headers: { authorization } })).status).toBe(401);
});

test('a terminal is told why it cannot sign in here', async () => {
  const answer = await fetch(`${url}/sign-in/cli`);

  expect(answer.status).toBe(404);
  expect(await answer.json()).toMatchObject({ detail: expect.stringContaining('service token') });
});

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { startSandbox } from '../../sandbox/start.ts';
import { startEnvironment } from '../support/temporal.ts';

/* The API as it runs in earnest: its own process, its own configuration, a directory over LDAPS. */
const MAIN = new URL('../../src/api/main.ts', import.meta.url).pathname;
let env: TestWorkflowEnvironment;
let sandbox: Sandbox;
let child: ChildProcess;
let url: string;

beforeAll(async () => {
  env = await startEnvironment();
  const folder = mkdtempSync(join(tmpdir(), 'berth-main-'));
  sandbox = await startSandbox({ folder, apiPort: 0, temporalAddress: env.address });
  child = spawn(process.execPath, [MAIN, '--config', sandbox.configFile], { stdio: ['ignore', 'pipe', 'ignore'] });
  const [line] = await once(createInterface({ input: child.stdout as NodeJS.ReadableStream }), 'line');
  url = (JSON.parse(String(line)) as { url: string }).url;
});
afterAll(async () => {
  child.kill('SIGKILL');
  await sandbox.close();
  await env.teardown();
});

const as = async (person: string, path: string, init: RequestInit = {}) => {
  const authorization = `Bearer ${await sandbox.issuer.tokenFor(person)}`;
  return fetch(`${url}${path}`, { ...init, headers: { authorization, 'content-type': 'application/json' } });
};

test('it is healthy, knows people and their groups from the directory, and takes requests', async () => {
  const project = { project: 'payments', title: 'Payments', lead: 'lee@example.test', costCentre: 'CC-1042' };
  const forDana = { method: 'POST', body: JSON.stringify({ ...project, onBehalfOf: 'dana@example.test' }) };

  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  expect((await as('mallory', '/api/tasks')).status).toBe(403);
  expect((await as('lee', '/api/requests', forDana)).status).toBe(403);
  expect((await as('sam', '/api/requests', forDana)).status).toBe(201);
});

test.each([
  [
    'a port in use',
    () => ({ BERTH_API__PORT: new URL(url).port }),
    /^The API cannot start: 127\.0\.0\.1:\d+ is in use\. End what listens there, or set/,
  ],
  [
    'a Temporal that is down',
    () => ({ BERTH_TEMPORAL__ADDRESS: '127.0.0.1:1' }),
    /^The API cannot start: Temporal at 127\.0\.0\.1:1 does not answer/,
  ],
])('%s is told with its address and what to do', async (_, environment, told) => {
  const other = spawn(process.execPath, [MAIN, '--config', sandbox.configFile], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...environment() },
  });
  const text = other.stderr.setEncoding('utf8').toArray();

  expect((await once(other, 'exit'))[0]).toBe(1);
  expect((await text).join('')).toMatch(told);
});

test('it stops on SIGTERM', async () => {
  child.kill('SIGTERM');

  const [code] = await once(child, 'exit');

  expect(code).toBe(0);
});

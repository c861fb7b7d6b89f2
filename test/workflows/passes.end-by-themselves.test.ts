import { createHash } from 'node:crypto';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { makeServiceToken, readServiceToken } from '../../src/auth/service-tokens.ts';
import { beginSession, endSession, readSession, SESSION_SECONDS } from '../../src/auth/sessions.ts';
import { TASK_QUEUES } from '../../src/workflows/messages.ts';
import { startTimeSkipping, wholeFileTemporal, workflowCode } from '../support/temporal.ts';

/** Without any worker. */
const alone = wholeFileTemporal();
let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startTimeSkipping();
});
afterAll(() => env.teardown());

const DANA = { person: 'dana', by: 'oidc' } as const;
const DAY_MS = 86_400_000;

/** As long as a worker runs; time is skipped while a result is awaited. */
async function secondsUntilEnd(workflowId: string): Promise<number> {
  const connection = env.nativeConnection;
  const worker = await Worker.create({ connection, ...workflowCode(), taskQueue: TASK_QUEUES.main });
  const began = await env.currentTimeMs();
  await worker.runUntil(env.client.workflow.getHandle(workflowId).result());
  return Math.round(((await env.currentTimeMs()) - began) / 1000);
}

test('a session begins, is read and ends while no worker is there', async () => {
  const secret = await beginSession(alone.client, DANA);

  expect(await readSession(alone.client, secret)).toMatchObject(DANA);
  await endSession(alone.client, secret);
  expect(await readSession(alone.client, secret)).toBeUndefined();
  await endSession(alone.client, secret);
});

test('a session that nobody ends is over after its time', async () => {
  const secret = await beginSession(env.client, DANA);
  const seconds = await secondsUntilEnd(`session:${createHash('sha256').update(secret).digest('hex')}`);

  expect(seconds).toBeGreaterThanOrEqual(SESSION_SECONDS);
  expect(await readSession(env.client, secret)).toBeUndefined();
});

test('a service token is over after its last day', async () => {
  const now = Date.now();
  const [at, until] = [now, now + 90 * DAY_MS].map((time) => new Date(time).toISOString()) as [string, string];
  const token = { id: '0a1b2c3d4e5f', name: 'deploy-bot', projects: ['payments'], by: 'olga', at, until };
  const sent = (await makeServiceToken(env.client, token)) ?? '';

  expect(await readServiceToken(env.client, sent)).toEqual(token);
  expect(await secondsUntilEnd('service-token:0a1b2c3d4e5f')).toBeGreaterThanOrEqual(90 * 86_400 - 1);
  expect(await readServiceToken(env.client, sent)).toBeUndefined();
  expect(await makeServiceToken(env.client, token)).toBeUndefined();
});

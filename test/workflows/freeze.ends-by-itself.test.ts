import { randomBytes } from 'node:crypto';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { freezeSignal, WORKFLOWS, windowsQuery } from '../../src/workflows/messages.ts';
import { startTimeSkipping, workflowCode } from '../support/temporal.ts';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startTimeSkipping();
});
afterAll(() => env.teardown());

const DAY_MS = 86_400_000;

test('each window ends at its time, and with the last one the workflow', async () => {
  const taskQueue = `berth-${randomBytes(4).toString('hex')}`;
  const began = await env.currentTimeMs();
  const windowOf = (target: string, days: number) => ({
    target,
    until: new Date(began + days * DAY_MS).toISOString(),
    reason: 'Year end',
    by: 'olga',
    since: new Date(began).toISOString(),
  });
  const worker = await Worker.create({ connection: env.nativeConnection, ...workflowCode(), taskQueue });
  const [first, second] = [windowOf('cluster-east-prod', 2), windowOf('all', 30)];
  const handle = await env.client.workflow.signalWithStart(WORKFLOWS.freeze, {
    workflowId: 'freeze',
    taskQueue,
    args: [{ windows: [first], waiting: [] }],
    signal: freezeSignal,
    signalArgs: [first],
  });
  await worker.runUntil(async () => {
    await handle.signal(freezeSignal, second);
    expect(await handle.query(windowsQuery)).toEqual([first, second]);
    await handle.result();
    expect(await handle.query(windowsQuery)).toEqual([]);
  });
  expect(Math.round(((await env.currentTimeMs()) - began) / DAY_MS)).toBe(30);
});

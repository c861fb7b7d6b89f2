import { randomBytes } from 'node:crypto';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import type { Activities } from '../../src/activities/contracts.ts';
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
  const recorded: string[] = [];
  const enterIntoRecord: Activities['enterIntoRecord'] = async ({ entries }) =>
    void recorded.push(...entries.map(({ kind, by, what }) => `${kind} ${by}: ${what}`));
  const worker = await Worker.create({
    connection: env.nativeConnection,
    ...workflowCode(),
    taskQueue,
    activities: { enterIntoRecord },
  });
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
  expect(recorded).toEqual(
    [first, second].map(({ target, until }) => `freeze olga: ${target} is frozen until ${until}: Year end`),
  );
  const { closeTime } = await handle.describe();
  expect(Math.round(((closeTime?.getTime() ?? 0) - began) / DAY_MS)).toBe(30);
});

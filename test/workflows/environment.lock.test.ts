import { randomBytes } from 'node:crypto';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { createEnvironmentActivities } from '../../src/activities/environment-lock.ts';
import { changeEndedSignal, removedSignal, WORKFLOWS } from '../../src/workflows/messages.ts';
import { startEnvironment, workflowCode } from '../support/temporal.ts';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startEnvironment();
});
afterAll(() => env.teardown());

/** A request that goes on until it is terminated. */
const begin = (reference: string) =>
  env.client.workflow.start('nobody-works-on-it', { workflowId: `request:${reference}`, taskQueue: 'none' });

test('the lock is one request’s until that has ended, however it did, and the removal ends the workflow with its name', async () => {
  const taskQueue = `berth-${randomBytes(4).toString('hex')}`;
  const worker = await Worker.create({ connection: env.nativeConnection, ...workflowCode(), taskQueue });
  await worker.runUntil(async () => {
    const environment = `shop-${randomBytes(4).toString('hex')}`;
    const input = { environment, project: 'shop', owner: 'lee', requester: 'dana', reference: 'BR-1', clusters: [] };
    const workflowId = `environment:${environment}`;
    const { lockEnvironment } = createEnvironmentActivities({ client: env.client });
    const lock = (reference: string) => lockEnvironment({ environment, reference, madeBy: 'BR-1' });
    const [maker, gone, holder] = [await begin('BR-1'), await begin('BR-2'), await begin('BR-3')];

    expect(await lock('BR-2')).toEqual({ heldBy: 'BR-1' });
    await maker.terminate();
    const handle = await env.client.workflow.start(WORKFLOWS.environment, { workflowId, taskQueue, args: [input] });

    expect(await lock('BR-2')).toEqual({ heldBy: 'BR-2' });
    expect(await lock('BR-2')).toEqual({ heldBy: 'BR-2' });
    expect(await lock('BR-3')).toEqual({ heldBy: 'BR-2' });
    await handle.signal(changeEndedSignal, 'BR-3');
    expect(await lock('BR-3')).toEqual({ heldBy: 'BR-2' });
    await handle.signal(changeEndedSignal, 'BR-2');
    expect(await lock('BR-3')).toEqual({ heldBy: 'BR-3' });
    await holder.terminate();
    expect(await lock('BR-2')).toEqual({ heldBy: 'BR-2' });
    await gone.terminate();
    await handle.signal(removedSignal, 'BR-3');

    expect(await handle.result()).toEqual({ ...input, status: 'removed', changedBy: 'BR-3' });
    await expect(lock('BR-4')).rejects.toMatchObject({
      type: 'Configuration',
      message: expect.stringContaining('berth recover --from-git'),
    });
  });
});

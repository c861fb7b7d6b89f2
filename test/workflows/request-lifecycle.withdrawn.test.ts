import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { failure } from '../../src/activities/failures.ts';
import type { RequestStatus } from '../../src/domain/status.ts';
import { mailReplySignal, repairUpdate, withdrawUpdate } from '../../src/workflows/messages.ts';
import { withRequest } from '../support/lifecycle.ts';
import { confirmAccounts, reachMerge } from '../support/lifecycle-moves.ts';
import { startEnvironment } from '../support/temporal.ts';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startEnvironment();
});
afterAll(() => env.teardown());

test('withdrawn before anything was made, nothing is undone', async () => {
  await withRequest(env, {}, async ({ handle, until, calls }) => {
    await until((s) => s.task?.id === 'accounts');
    await handle.executeUpdate(withdrawUpdate, { args: [{ person: 'dana', channel: 'api', reason: 'not needed' }] });

    const status: RequestStatus = await handle.result();

    expect(status).toMatchObject({ phase: 'withdrawn', undo: { undone: [], left: [] } });
    expect(calls).not.toContain('provisionAccounts');
  });
});

test('a reply that says withdraw counts only from whoever asked', async () => {
  await withRequest(env, { draft: { environments: [] } }, async (request) => {
    await confirmAccounts(request);
    await request.until((s) => s.task?.id === 'selection');
    await request.handle.signal(mailReplySignal, {
      from: 'mallory@outside.test',
      text: 'withdraw',
      command: 'withdraw',
    });
    await request.handle.signal(mailReplySignal, { from: 'dana@example.test', text: 'thank you' });
    expect((await request.until((s) => s.task?.id === 'selection')).phase).toBe('waiting');
    await request.handle.signal(mailReplySignal, { from: 'dana@example.test', text: 'withdraw', command: 'withdraw' });

    const status: RequestStatus = await request.handle.result();

    expect(status).toMatchObject({ phase: 'withdrawn', undo: { undone: ['group berth-payments-developers'] } });
  });
});

test('withdrawn after the merge with nothing ready: paths restored, then infrastructure, then accounts', async () => {
  const applyInfrastructure = () => Promise.reject(failure('Forbidden', 'may not create namespaces'));
  const awaitPlacement = async () => ({ cluster: 'cluster-east-prod', state: 'pending' }) as const;
  await withRequest(env, { activities: { applyInfrastructure, awaitPlacement } }, async (request) => {
    await reachMerge(request);
    await request.until((s) => s.phase === 'needs-person');
    await request.handle.executeUpdate(withdrawUpdate, { args: [{ person: 'dana', channel: 'api' }] });

    const status: RequestStatus = await request.handle.result();

    expect(status.phase).toBe('withdrawn');
    expect(status.undo.undone).toEqual([
      'merged change',
      'namespace on cluster-east-prod',
      'group berth-payments-developers',
    ]);
  });
});

test('once a placement is ready it refuses to be withdrawn', async () => {
  const smokeCheck = () => Promise.reject(failure('Forbidden', 'may not review access'));
  await withRequest(env, { activities: { smokeCheck } }, async (request) => {
    await reachMerge(request);
    await request.until((s) => s.phase === 'needs-person');

    const withdrawal = request.handle.executeUpdate(withdrawUpdate, { args: [{ person: 'dana', channel: 'api' }] });

    await expect(withdrawal).rejects.toMatchObject({ cause: { message: expect.stringContaining('decommission') } });
    await expect(
      request.handle.executeUpdate(repairUpdate, { args: [{ person: 'olga', channel: 'api', repair: 'undo' }] }),
    ).rejects.toMatchObject({ cause: { message: expect.stringContaining('decommission') } });
    await request.handle.terminate();
  });
});

import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { withRequest } from '../support/lifecycle.ts';
import { reachDecision, say } from '../support/lifecycle-moves.ts';
import { startEnvironment } from '../support/temporal.ts';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startEnvironment();
});
afterAll(() => env.teardown());

test('a cancelled workflow undoes what it made and ends as cancelled', async () => {
  await withRequest(env, {}, async (request) => {
    await reachDecision(request);
    await request.handle.cancel();

    await expect(request.handle.result()).rejects.toMatchObject({ cause: { name: 'CancelledFailure' } });

    expect(request.calls.filter((name) => name === 'closePullRequest' || name === 'retireAccounts')).toEqual([
      'closePullRequest',
      'retireAccounts',
    ]);
    const { memo } = await request.handle.describe();
    expect(memo?.status).toMatchObject({ phase: 'undone' });
  });
});

test('a cancellation after the end, while the ledger is being written, does not keep the entry out', async () => {
  const held = Promise.withResolvers<void>();
  const writing = Promise.withResolvers<void>();
  let written = 0;
  const writeLedger = async () => {
    writing.resolve();
    await held.promise;
    written += 1;
  };
  await withRequest(env, { activities: { writeLedger } }, async (request) => {
    await reachDecision(request);
    await say(request, 'reject');
    await writing.promise;
    await request.handle.cancel();
    held.resolve();
    await expect(request.handle.result()).rejects.toMatchObject({ cause: { name: 'CancelledFailure' } });

    expect(written).toBe(1);
    const { memo } = await request.handle.describe();
    expect(memo?.status).toMatchObject({ phase: 'rejected', waitingOn: null });
  });
});

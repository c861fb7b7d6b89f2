import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { withRequest } from '../support/lifecycle.ts';
import { reachDecision } from '../support/lifecycle-moves.ts';
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

import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { decideUpdate, selectUpdate } from '../../src/workflows/messages.ts';
import { decisionOf, withRequest } from '../support/lifecycle.ts';
import { reachDecision, say } from '../support/lifecycle-moves.ts';
import { CHANGE_PLAN, SELECTION } from '../support/scripted-activities.ts';
import { startEnvironment } from '../support/temporal.ts';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startEnvironment();
});
afterAll(() => env.teardown());

test('goes back to the selection, comes again on the same pull request, and old decisions are refused', async () => {
  const hashes = [CHANGE_PLAN.specHash, `sha256:${'c0de'.repeat(16)}`];
  const planChange = async () => ({ ...CHANGE_PLAN, specHash: hashes.shift() ?? '' });
  await withRequest(env, { activities: { planChange } }, async (request) => {
    await reachDecision(request);
    await say(request, 'request-changes');
    const asked = await request.until((s) => s.task?.id === 'selection');
    expect(asked.waitingOn).toMatchObject({ who: ['dana'], text: 'Choose resources' });
    // Nobody is asked now, though stage and content are the same as before.
    await expect(say(request, 'approve')).rejects.toMatchObject({
      cause: { message: 'There is nothing to decide now' },
    });
    await request.handle.executeUpdate(selectUpdate, {
      args: [{ person: 'dana', channel: 'api', selection: { ...SELECTION, size: 'XS' } }],
    });
    const again = await request.until((s) => s.step === 'APPROVAL_WORKFLOW' && s.waitingOn !== null);

    const late = request.handle.executeUpdate(decideUpdate, { args: [decisionOf(request.reference, 'approve')] });

    await expect(late).rejects.toMatchObject({ cause: { message: expect.stringContaining('content has changed') } });
    expect(again.pullRequest?.number).toBe(7);
    expect(request.calls.filter((name) => name === 'provisionAccounts')).toHaveLength(1);
    expect(request.calls.filter((name) => name === 'proposeChange')).toHaveLength(2);
    await request.handle.terminate();
  });
});

import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { failure } from '../../src/activities/failures.ts';
import { claimTaskUpdate, completeTaskUpdate, repairUpdate } from '../../src/workflows/messages.ts';
import { type Played, withRequest } from '../support/lifecycle.ts';
import { confirmAccounts } from '../support/lifecycle-moves.ts';
import { ACCOUNT_PLAN, requestInput } from '../support/scripted-activities.ts';
import { startEnvironment } from '../support/temporal.ts';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startEnvironment();
});
afterAll(() => env.teardown());

const { source } = requestInput('BR-0000000000');
const refusal = (person: string) => ({
  cause: {
    message: expect.stringMatching(`^${person} asked for BR-.* somebody else of support settles its accounts$`),
  },
});

const act = (person: string) => ({ person, channel: 'api', task: 'accounts' });

test.each([
  ['whoever asked', 'Dana', {}],
  ['whoever started it for them', 'sam', { source: { ...source, startedBy: 'sam' } }],
])('%s does not confirm its accounts', async (_, person, input) => {
  await withRequest(env, { input }, async (request) => {
    await request.until((s) => s.task?.id === 'accounts');

    const own = request.handle.executeUpdate(completeTaskUpdate, { args: [act(person)] });

    await expect(own).rejects.toMatchObject(refusal(person));
    await expect(request.handle.executeUpdate(claimTaskUpdate, { args: [act(person)] })).rejects.toMatchObject(
      refusal(person),
    );
    await request.handle.executeUpdate(completeTaskUpdate, { args: [act('olga')] });
    await request.until((s) => s.step === 'APPROVAL_WORKFLOW');
    await request.handle.terminate();
  });
});

test('nor does whoever asked edit the plan in a repair', async () => {
  const provisionAccounts = () => Promise.reject(failure('AccountConflict', 'group exists already'));
  await withRequest(env, { activities: { provisionAccounts } }, async (request) => {
    await confirmAccounts(request);
    await request.until((s) => s.phase === 'needs-person');

    await expect(edit(request, 'dana')).rejects.toMatchObject(refusal('dana'));

    await edit(request, 'sam');
    await request.handle.terminate();
  });
});

const edit = ({ handle }: Played, person: string) =>
  handle.executeUpdate(repairUpdate, { args: [{ person, channel: 'api', repair: 'edit', plan: ACCOUNT_PLAN }] });

import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Activities } from '../../src/activities/contracts.ts';
import { approveSignal, rejectSignal } from '../../src/workflows/messages.ts';
import { withRequest } from '../support/lifecycle.ts';
import { confirmAccounts, reachDecision } from '../support/lifecycle-moves.ts';
import { happyActivities, SPEC_HASH } from '../support/scripted-activities.ts';
import { startEnvironment } from '../support/temporal.ts';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startEnvironment();
});
afterAll(() => env.teardown());

test('a plain signal stands for the request as it is now and is judged like any decision', async () => {
  await withRequest(env, {}, async (request) => {
    await reachDecision(request);
    await request.handle.signal(approveSignal, { person: 'mallory' });
    await request.handle.signal(approveSignal, { person: 'lee', reason: 'looks right' });

    const status = await request.until((s) => s.waitingOn?.kind === 'git');

    expect(status.decisions).toMatchObject([
      { counts: false, decision: { person: 'mallory', channel: 'signal' } },
      { counts: true, decision: { person: 'lee', verdict: 'approve', specHash: SPEC_HASH, stage: 'lead' } },
    ]);
    await request.handle.terminate();
  });
});

test('a signal that comes before there is anything to decide approves nothing later', async () => {
  await withRequest(env, {}, async (request) => {
    await request.handle.signal(approveSignal, { person: 'lee' });
    await reachDecision(request);
    await request.handle.signal(rejectSignal, { person: 'lee', reason: 'not now' });

    const status = await request.handle.result();

    expect(status.phase).toBe('rejected');
    expect(request.calls).not.toContain('queueMerge');
  });
});

test('nor does one that comes once the plan stands, before its people are asked', async () => {
  let go = () => {};
  const gone = new Promise<void>((resolve) => void (go = resolve));
  const proposeChange: Activities['proposeChange'] = async (input) => {
    await gone;
    return happyActivities([]).proposeChange(input);
  };
  await withRequest(env, { activities: { proposeChange } }, async (request) => {
    await confirmAccounts(request);
    await request.until((s) => s.stages.length > 0);
    await request.handle.signal(approveSignal, { person: 'lee' });
    go();
    await request.until((s) => s.step === 'APPROVAL_WORKFLOW' && s.waitingOn?.kind === 'person');
    await request.handle.signal(rejectSignal, { person: 'lee', reason: 'not now' });

    const status = await request.handle.result();

    expect(status.decisions).toMatchObject([{ counts: true, decision: { verdict: 'reject' } }]);
    expect(request.calls).not.toContain('queueMerge');
  });
});

import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { failure } from '../../src/activities/failures.ts';
import type { RequestStatus } from '../../src/domain/status.ts';
import { repairUpdate } from '../../src/workflows/messages.ts';
import { withRequest } from '../support/lifecycle.ts';
import { reachDecision, reachMerge } from '../support/lifecycle-moves.ts';
import { ACCOUNT_PLAN, SELECTION } from '../support/scripted-activities.ts';
import { startEnvironment } from '../support/temporal.ts';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startEnvironment();
});
afterAll(() => env.teardown());

test('a step that fails for good waits for a repair and goes on from exactly there', async () => {
  let broken = true;
  const proposeChange = async () => {
    if (broken) throw failure('Forbidden', 'Berth may not push to example/fleet');
    return { number: 7, url: 'https://git.example.test/7', branch: 'berth/x', headSha: 'a'.repeat(40) };
  };
  await withRequest(env, { activities: { proposeChange } }, async (request) => {
    const { confirmAccounts } = await import('../support/lifecycle-moves.ts');
    await confirmAccounts(request);
    // It is told to the incident of its cause a moment after it is known.
    const stuck = await request.until((s) => s.failure?.incident !== undefined);
    expect(stuck.phase).toBe('needs-person');
    expect(stuck.failure).toEqual({
      type: 'Forbidden',
      message: 'Berth may not push to example/fleet',
      step: 'GIT_PR_CREATION',
      incident: 'forbidden-0123456789',
    });
    expect(stuck.waitingOn).toMatchObject({ kind: 'person', who: ['queue:operators'] });
    const skip = { person: 'olga', channel: 'api', repair: 'skip', reason: 'no' } as const;
    await expect(request.handle.executeUpdate(repairUpdate, { args: [skip] })).rejects.toMatchObject({
      cause: { message: 'GIT_PR_CREATION cannot be skipped: retry, edit or undo' },
    });
    broken = false;
    await request.handle.executeUpdate(repairUpdate, { args: [{ person: 'olga', channel: 'api', repair: 'retry' }] });

    const status = await request.until((s) => s.step === 'APPROVAL_WORKFLOW' && s.waitingOn !== null);

    expect(status.failure).toBeNull();
    expect(request.calls.filter((name) => name === 'provisionAccounts')).toHaveLength(1);
    await request.handle.terminate();
  });
});

test('infrastructure skipped with a reason is still proven by reading', async () => {
  let proven = false;
  const script = {
    applyInfrastructure: () => Promise.reject(failure('Forbidden', 'may not create namespaces')),
    findMissingInfrastructure: async () => {
      proven = true;
      return [];
    },
  };
  await withRequest(env, { activities: script }, async (request) => {
    await reachMerge(request);
    await request.until((s) => s.phase === 'needs-person');
    const skip = { person: 'olga', channel: 'api', repair: 'skip', reason: 'made by hand' } as const;
    await request.handle.executeUpdate(repairUpdate, { args: [skip] });

    const status: RequestStatus = await request.handle.result();

    expect(status.phase).toBe('ready');
    expect(proven).toBe(true);
  });
});

test('there is nothing to repair while all goes well', async () => {
  await withRequest(env, {}, async (request) => {
    await reachDecision(request);

    const repair = request.handle.executeUpdate(repairUpdate, {
      args: [{ person: 'olga', channel: 'api', repair: 'retry' }],
    });

    await expect(repair).rejects.toMatchObject({ cause: { message: 'There is nothing to repair now' } });
    await request.handle.terminate();
  });
});

test('a plan edited in a repair is checked like any other; what is wrong goes back to support', async () => {
  const problem = { where: 'madeBy', what: 'is not the request that made it', mend: 'Leave it as proposed' };
  let refuse = true;
  const script = {
    provisionAccounts: async () => {
      if (refuse) throw failure('AccountConflict', 'group berth-payments-leads exists already');
      return { created: [], toActivate: [] };
    },
    checkAccountPlan: async () => (refuse ? [problem] : []),
  };
  await withRequest(env, { activities: script }, async (request) => {
    const { confirmAccounts } = await import('../support/lifecycle-moves.ts');
    await confirmAccounts(request);
    const stuck = await request.until((s) => s.phase === 'needs-person');
    expect(stuck.task).toMatchObject({ id: 'repair', queue: 'support', plan: ACCOUNT_PLAN });
    const edit = { person: 'sam', channel: 'api', repair: 'edit', plan: ACCOUNT_PLAN } as const;
    await request.handle.executeUpdate(repairUpdate, { args: [edit] });
    const asked = await request.until((s) => s.task?.id === 'accounts');
    expect(asked.task?.problems).toEqual([problem]);
    refuse = false;
    await confirmAccounts(request);

    await request.until((s) => s.step === 'APPROVAL_WORKFLOW');

    await request.handle.terminate();
  });
});

test('an edit never leads ahead of the step that failed', async () => {
  const provisionAccounts = () => Promise.reject(failure('AccountConflict', 'group exists already'));
  await withRequest(env, { activities: { provisionAccounts } }, async (request) => {
    const { confirmAccounts } = await import('../support/lifecycle-moves.ts');
    await confirmAccounts(request);
    await request.until((s) => s.phase === 'needs-person');

    const edit = { person: 'sam', channel: 'api', repair: 'edit', selection: SELECTION } as const;

    await expect(request.handle.executeUpdate(repairUpdate, { args: [edit] })).rejects.toMatchObject({
      cause: { message: expect.stringContaining('ACCOUNT_PROVISIONING comes before RESOURCE_SELECTION') },
    });
    await request.handle.terminate();
  });
});

import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { failure } from '../../src/activities/failures.ts';
import {
  changeEndedSignal,
  completeTaskUpdate,
  decideUpdate,
  mergedSignal,
  removedSignal,
  repairUpdate,
  withdrawUpdate,
} from '../../src/workflows/messages.ts';
import { decisionOf, type Played, withRequest } from '../support/lifecycle.ts';
import { CHANGE_PLAN } from '../support/scripted-activities.ts';
import { startEnvironment } from '../support/temporal.ts';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startEnvironment();
});
afterAll(() => env.teardown());

const draft = { kind: 'decommission', environment: 'payments-prod' } as const;
const CONFIG = 'clusters/cluster-east-prod/config/payments-prod.yaml';
const planChange = async () => ({ ...CHANGE_PLAN, paths: [...CHANGE_PLAN.paths, CONFIG] });

test('it removes part by part in the one order that Flux and OpenTofu need, and ends as removed', async () => {
  await withRequest(env, { draft, activities: { planChange } }, async (request) => {
    await approve(request);
    await request.handle.signal(mergedSignal, { mergeSha: '9a0c'.repeat(10) });

    const status = (await request.handle.result()) as { phase: string; steps: { note?: string }[] };

    expect(status.phase).toBe('removed');
    expect(status.steps.map(({ note }) => note?.slice(0, 8))).toEqual([undefined, 'Skipped:', 'Skipped:', ...Array(5)]);
    const order = [
      'awaitEmptied',
      'dropFiles',
      'awaitDropped',
      'dismantleInfrastructure',
      'dropFiles',
      'retireProject',
    ];
    expect(request.calls.filter((name) => order.includes(name))).toEqual(order);
    expect(request.calls).not.toContain('provisionAccounts');
  });
});

test('what is decided says which data goes, and changes cannot be asked for', async () => {
  await withRequest(env, { draft, activities: { planChange } }, async (request) => {
    const { waitingOn } = await untilAsked(request);
    expect(waitingOn?.text).toMatch(
      /^This removes payments-prod and its data, for good: postgresql app\. Project lead decides/,
    );
    const asking = request.handle.executeUpdate(decideUpdate, {
      args: [decisionOf(request.reference, 'request-changes')],
    });
    await expect(asking).rejects.toMatchObject({ cause: { message: expect.stringContaining('approve or reject') } });
  });
});

test('before it is approved it can be withdrawn: the pull request is closed and nothing else was touched', async () => {
  await withRequest(env, { draft, activities: { planChange } }, async (request) => {
    await untilAsked(request);
    await request.handle.executeUpdate(withdrawUpdate, { args: [{ person: 'dana', channel: 'api' }] });
    const status = (await request.handle.result()) as { phase: string };
    expect(status.phase).toBe('withdrawn');
    expect(request.calls).toContain('closePullRequest');
    expect(request.calls).not.toContain('revertChange');
    expect(request.calls).not.toContain('retireAccounts');
    expect(await saidToEnvironment(request)).toEqual([changeEndedSignal.name]);
  });
});

test('once it is approved it only goes forward: withdrawal and undo are refused', async () => {
  const dismantleInfrastructure = () => Promise.reject(failure('Forbidden', 'Berth may not delete namespaces'));
  await withRequest(env, { draft, activities: { planChange, dismantleInfrastructure } }, async (request) => {
    await approve(request);
    const { handle } = request;
    const refused = { cause: { message: expect.stringContaining('only goes forward') } };
    const withdrawing = () => handle.executeUpdate(withdrawUpdate, { args: [{ person: 'dana', channel: 'api' }] });
    await expect(withdrawing()).rejects.toMatchObject(refused);
    await handle.signal(mergedSignal, { mergeSha: '9a0c'.repeat(10) });
    await request.until((s) => s.phase === 'needs-person');
    await expect(withdrawing()).rejects.toMatchObject(refused);
    const undo = { person: 'olga', channel: 'api', repair: 'undo', reason: 'no' } as const;
    await expect(handle.executeUpdate(repairUpdate, { args: [undo] })).rejects.toMatchObject(refused);

    await handle.executeUpdate(repairUpdate, { args: [{ ...undo, repair: 'skip', reason: 'kubectl' }] });

    expect(((await handle.result()) as { phase: string }).phase).toBe('removed');
    expect(request.calls).toContain('findStandingWalls');
  });
});

test('a second one is refused and names the first', async () => {
  const lockEnvironment = async () => ({ heldBy: 'BR-0000000001' });
  await withRequest(env, { draft, activities: { lockEnvironment } }, async ({ handle, calls }) => {
    const status = (await handle.result()) as { phase: string; steps: { note?: string }[] };
    expect(status.phase).toBe('rejected');
    expect(status.steps[0]?.note).toBe('payments-prod is being changed by BR-0000000001 already');
    expect(calls).not.toContain('proposeChange');
  });
});

test('a cancelled one that has begun says that it has, and reverts nothing', async () => {
  const awaitEmptied = async () => ({ cluster: 'cluster-east-prod', state: 'pending', message: 'waiting' }) as const;
  await withRequest(env, { draft, activities: { planChange, awaitEmptied } }, async (request) => {
    await approve(request);
    await request.handle.signal(mergedSignal, { mergeSha: '9a0c'.repeat(10) });
    await request.until((s) => s.waitingOn?.text === 'waiting');
    await request.handle.cancel();
    await expect(request.handle.result()).rejects.toMatchObject({ cause: { name: 'CancelledFailure' } });
    const { undo } = await request.until((s) => s.phase === 'undone');
    expect(undo.left).toEqual([expect.stringMatching(/^payments-prod: its removal has begun and only goes forward/)]);
    expect(request.calls).not.toContain('revertChange');
  });
});

test('skipping goes on with what comes next, and what is said to be done by hand is read', async () => {
  const refused = () => Promise.reject(failure('Forbidden', 'not allowed'));
  const left = [['Namespace payments-prod on cluster-east-prod still stands'], []];
  const dropFiles = async ({ part }: { part: string }) =>
    part === 'flux' ? refused() : { mergeSha: 'f11e'.repeat(10), done: [] };
  const activities = {
    planChange,
    dropFiles,
    dismantleInfrastructure: refused,
    findStandingWalls: async () => left.shift() ?? [],
  };
  await withRequest(env, { draft, activities }, async (request) => {
    await approve(request);
    await request.handle.signal(mergedSignal, { mergeSha: '9a0c'.repeat(10) });
    for (const problem of ['not allowed', 'not allowed', 'still stands']) {
      await request.until((s) => s.phase === 'needs-person' && s.failure?.message.includes(problem) === true);
      await skip(request);
    }
    const status = (await request.handle.result()) as { phase: string; undo: { left: string[] } };
    expect([status.phase, status.undo.left]).toEqual(['removed', []]);
    expect(request.calls).toContain('awaitDropped');
    expect(request.calls.filter((name) => name === 'findStandingWalls')).toHaveLength(2);
  });
});

test('walls on a cluster that nobody can read any more are listed as left when an operator skips the reading too', async () => {
  const lost = () => Promise.reject(failure('Configuration', 'the cluster is unknown'));
  const activities = { planChange, dismantleInfrastructure: lost, findStandingWalls: lost };
  await withRequest(env, { draft, activities }, async (request) => {
    await approve(request);
    await request.handle.signal(mergedSignal, { mergeSha: '9a0c'.repeat(10) });
    for (const call of ['dismantleInfrastructure', 'findStandingWalls']) {
      await request.until((s) => s.phase === 'needs-person' && request.calls.includes(call));
      await skip(request);
    }
    const status = (await request.handle.result()) as { phase: string; undo: { left: string[] } };
    expect(status.phase).toBe('removed');
    expect(status.undo.left).toEqual([
      expect.stringMatching(/^walls of payments-prod on cluster-east-prod, which nobody/),
    ]);
  });
});

test('a conflict after the merge needs a person, and never begins the removal anew', async () => {
  const dropFiles = () => Promise.reject(failure('MergeConflict', 'main has changed'));
  await withRequest(env, { draft, activities: { planChange, dropFiles } }, async (request) => {
    await approve(request);
    await request.handle.signal(mergedSignal, { mergeSha: '9a0c'.repeat(10) });
    const status = await request.until((s) => s.phase === 'needs-person');
    expect([status.step, status.failure?.type]).toEqual(['INFRA_AUTOMATION', 'MergeConflict']);
    expect(request.calls.filter((name) => name === 'proposeChange')).toHaveLength(1);
    await request.handle.cancel();
    await expect(request.handle.result()).rejects.toMatchObject({ cause: { name: 'CancelledFailure' } });
  });
});

test('cancelled after the approved merge of which it has not heard, it reverts nothing', async () => {
  const state = {
    state: 'merged',
    headSha: 'a'.repeat(40),
    specMatches: true,
    branchExists: false,
    reviews: [],
  } as const;
  const readPullRequest = async () => ({ ...state, mergeSha: '9a0c'.repeat(10) });
  await withRequest(env, { draft, activities: { planChange, readPullRequest } }, async (request) => {
    await approve(request);
    await request.handle.cancel();
    await expect(request.handle.result()).rejects.toMatchObject({ cause: { name: 'CancelledFailure' } });
    const { undo } = await request.until((s) => s.phase === 'undone');
    expect(undo.left).toEqual([expect.stringMatching(/^change: its removal has begun and only goes forward/)]);
    expect(request.calls).not.toContain('revertChange');
  });
});

test('ended once its files are gone, it says what is left and ends the environment’s workflow', async () => {
  const retireProject = () => Promise.reject(failure('Forbidden', 'Berth may not move groups'));
  await withRequest(env, { draft, activities: { planChange, retireProject } }, async (request) => {
    await approve(request);
    await request.handle.signal(mergedSignal, { mergeSha: '9a0c'.repeat(10) });
    await request.until((s) => s.phase === 'needs-person');
    await request.handle.cancel();
    await expect(request.handle.result()).rejects.toMatchObject({ cause: { name: 'CancelledFailure' } });
    const { undo } = await request.until((s) => s.phase === 'undone');
    expect(undo.left).toEqual([expect.stringMatching(/^payments-prod: its files are gone; `berth doctor --orphans`/)]);
    expect(await saidToEnvironment(request)).toEqual([removedSignal.name]);
  });
});

test('the executor manual asks operators, and what they left is read', async () => {
  const placements = [{ cluster: 'cluster-east-prod', environment: 'payments-prod', executor: 'manual' }] as const;
  const left = [['Namespace payments-prod on cluster-east-prod still stands'], []];
  const activities = {
    planChange: async () => ({ ...CHANGE_PLAN, placements }),
    findStandingWalls: async () => left.shift() ?? [],
  };
  await withRequest(env, { draft, activities }, async (request) => {
    await approve(request);
    await request.handle.signal(mergedSignal, { mergeSha: '9a0c'.repeat(10) });
    const complete = { person: 'olga', channel: 'api', task: 'manual' } as const;
    const { task } = await request.until((s) => s.task?.id === 'manual');
    expect(task?.commands).toEqual(['kubectl delete namespace payments-prod']);
    await request.handle.executeUpdate(completeTaskUpdate, { args: [complete] });
    const { failure: problem } = await request.until((s) => s.phase === 'needs-person');
    expect(problem?.message).toContain('still stands');
    const retry = { person: 'olga', channel: 'api', repair: 'retry' } as const;
    await request.handle.executeUpdate(repairUpdate, { args: [retry] });
    await request.until((s) => s.task?.id === 'manual');
    await request.handle.executeUpdate(completeTaskUpdate, { args: [complete] });
    expect(((await request.handle.result()) as { phase: string }).phase).toBe('removed');
    expect(request.calls).not.toContain('dismantleInfrastructure');
  });
});

/** Names of the signals to the environment's workflow. */
async function saidToEnvironment({ handle }: Played): Promise<string[]> {
  const { events } = await handle.fetchHistory();
  const names = (events ?? []).map(
    (event) => event.signalExternalWorkflowExecutionInitiatedEventAttributes?.signalName,
  );
  return names.flatMap((name) => name ?? []);
}

function skip({ handle }: Played) {
  const skipping = { person: 'olga', channel: 'api', repair: 'skip', reason: 'kubectl' } as const;
  return handle.executeUpdate(repairUpdate, { args: [skipping] });
}

const untilAsked = ({ until }: Played) =>
  until((s) => s.step === 'APPROVAL_WORKFLOW' && s.waitingOn?.kind === 'person');

async function approve(request: Played): Promise<void> {
  await untilAsked(request);
  await request.handle.executeUpdate(decideUpdate, { args: [decisionOf(request.reference, 'approve')] });
  await request.until((s) => s.waitingOn?.kind === 'git');
}

import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Activities } from '../../src/activities/contracts.ts';
import { createFreezeActivities } from '../../src/activities/freeze.ts';
import type { FreezeWindow } from '../../src/domain/freeze.ts';
import { FREEZE_WORKFLOW_ID } from '../../src/domain/naming.ts';
import type { RequestStatus } from '../../src/domain/status.ts';
import {
  freezeSignal,
  mergedSignal,
  timelineQuery,
  unfreezeSignal,
  WORKFLOWS,
  withdrawUpdate,
} from '../../src/workflows/messages.ts';
import { type Played, withRequest } from '../support/lifecycle.ts';
import { reachDecision, reachMerge, say } from '../support/lifecycle-moves.ts';
import { CHANGE_PLAN } from '../support/scripted-activities.ts';
import { startEnvironment } from '../support/temporal.ts';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startEnvironment();
});
afterAll(() => env.teardown());

const HOUR_MS = 3_600_000;

function windowFor(target: string, forMs = HOUR_MS): FreezeWindow {
  const now = Date.now();
  const until = new Date(now + forMs).toISOString();
  return { target, until, reason: 'The storage is moved', by: 'olga', since: new Date(now).toISOString() };
}

/** As the API does it. */
async function freeze({ taskQueue }: Played, window: FreezeWindow): Promise<FreezeWindow> {
  await env.client.workflow.signalWithStart(WORKFLOWS.freeze, {
    workflowId: FREEZE_WORKFLOW_ID,
    taskQueue,
    args: [{ windows: [window], waiting: [] }],
    signal: freezeSignal,
    signalArgs: [window],
  });
  return window;
}

const frozen = () => env.client.workflow.getHandle(FREEZE_WORKFLOW_ID);
const unfreeze = (target: string) => frozen().signal(unfreezeSignal, { target });
const isHeld = (status: RequestStatus) => status.waitingOn?.kind === 'window';
const activities = () => createFreezeActivities({ client: env.client });

test('an approved request is not merged while one of its clusters is frozen, and says who froze it, why and until when', async () => {
  await withRequest(env, { activities: activities() }, async (request) => {
    await reachDecision(request);
    await freeze(request, windowFor('cluster-west-prod'));
    const window = await freeze(request, windowFor('cluster-east-prod'));
    await say(request, 'approve');

    const { waitingOn, phase } = await request.until(isHeld);

    expect(phase).toBe('waiting');
    expect(waitingOn).toMatchObject({
      kind: 'window',
      who: ['olga'],
      since: window.since,
      next: 'it goes on by itself',
    });
    expect(waitingOn?.text).toBe(
      `cluster-east-prod is frozen until ${window.until}, which holds the merge: The storage is moved`,
    );
    expect(Date.parse(waitingOn?.deadline ?? '') - Date.parse(window.until)).toBeLessThan(5_000);
    expect(request.calls).not.toContain('queueMerge');

    await unfreeze('cluster-east-prod');
    await request.until((s) => s.waitingOn?.kind === 'git');
    await unfreeze('cluster-west-prod');
    await frozen().result();
    await request.handle.terminate();
  });
});

test('a request whose cluster is frozen while it stands in line is held, looked at once more, and merged after it', async () => {
  await withRequest(env, { activities: activities() }, async (request) => {
    await reachDecision(request);
    await say(request, 'approve');
    await request.until((s) => s.waitingOn?.kind === 'git');
    const looks = () => request.calls.filter((call) => call === 'assessChange').length;
    const before = looks();
    await freeze(request, windowFor('cluster-east-prod'));
    await request.handle.signal(mergedSignal, { frozen: true });

    await request.until(isHeld);

    await unfreeze('cluster-east-prod');
    await request.until((s) => s.waitingOn?.kind === 'git');
    expect(looks()).toBe(before + 1);
    await request.handle.signal(mergedSignal, { mergeSha: '9a0c'.repeat(10) });
    const { mergeSha } = await request.until((s) => s.mergeSha !== null);
    expect(mergeSha).toBe('9a0c'.repeat(10));
    await frozen().result();
    await request.handle.terminate();
  });
});

test('a merged request is not applied while its cluster is frozen, and goes on by itself when the window ends', async () => {
  await withRequest(env, { activities: activities() }, async (request) => {
    await reachDecision(request);
    await say(request, 'approve');
    await request.until((s) => s.waitingOn?.kind === 'git');
    await freeze(request, windowFor('all'));
    await request.handle.signal(mergedSignal, { mergeSha: '9a0c'.repeat(10) });

    const held = await request.until(isHeld);

    expect(held.step).toBe('INFRA_AUTOMATION');
    expect(held.waitingOn?.text).toMatch(
      /^Everything is frozen until .+, which holds the apply on cluster-east-prod: /,
    );
    expect(request.calls).not.toContain('applyInfrastructure');
    await freeze(request, windowFor('all', 2_000));
    await request.until((s) => s.phase === 'ready');
    await frozen().result();
    const story = (await request.handle.query(timelineQuery)).map(({ text }) => text);
    expect(story).toContain('The freeze is over: the apply on cluster-east-prod goes on');
  });
});

test('a window that is replaced by a longer one is shown with its new end', async () => {
  await withRequest(env, { activities: activities() }, async (request) => {
    await reachDecision(request);
    await freeze(request, windowFor('all'));
    await say(request, 'approve');
    await request.until(isHeld);
    const longer = await freeze(request, windowFor('all', 5 * HOUR_MS));
    const { waitingOn } = await request.until((s) => s.waitingOn?.text.includes(longer.until) ?? false);
    expect(Date.parse(waitingOn?.deadline ?? '')).toBeGreaterThanOrEqual(Date.parse(longer.until));
    await unfreeze('all');
    await request.until((s) => s.waitingOn?.kind === 'git');
    await frozen().result();
    await request.handle.terminate();
  });
});

test('a request that is held can be withdrawn', async () => {
  await withRequest(env, { activities: activities() }, async (request) => {
    await reachDecision(request);
    await freeze(request, windowFor('all'));
    await say(request, 'approve');
    await request.until(isHeld);
    await request.handle.executeUpdate(withdrawUpdate, { args: [{ person: 'dana', channel: 'api' }] });

    const status: RequestStatus = await request.handle.result();

    expect(status).toMatchObject({ phase: 'withdrawn', mergeSha: null });
    await unfreeze('all');
    await frozen().result();
  });
});

test('what is frozen elsewhere holds nothing', async () => {
  await withRequest(env, { activities: activities() }, async (request) => {
    await freeze(request, windowFor('cluster-west-prod'));
    await reachMerge(request);
    await request.until(() => request.calls.includes('applyInfrastructure'));
    const story = (await request.handle.query(timelineQuery)).map(({ text }) => text);
    expect(story.filter((text) => text.includes('freeze'))).toEqual([]);
    await request.handle.terminate();
    await unfreeze('cluster-west-prod');
    await frozen().result();
  });
});

test('an approved removal takes nothing down while its cluster is frozen, and goes on by itself', async () => {
  const draft = { kind: 'decommission', environment: 'payments-prod' } as const;
  await withRequest(env, { draft, activities: activities() }, async (request) => {
    await request.until((s) => s.step === 'APPROVAL_WORKFLOW' && s.waitingOn?.kind === 'person');
    await say(request, 'approve');
    await request.until((s) => s.waitingOn?.kind === 'git');
    await freeze(request, windowFor('cluster-east-prod'));
    await request.handle.signal(mergedSignal, { mergeSha: '9a0c'.repeat(10) });

    const held = await request.until(isHeld);

    expect(held.waitingOn?.text).toMatch(/^cluster-east-prod is frozen until .+, which holds the removal: /);
    for (const call of ['awaitEmptied', 'dropFiles', 'dismantleInfrastructure']) {
      expect(request.calls).not.toContain(call);
    }
    await unfreeze('cluster-east-prod');
    await request.until((s) => s.phase === 'removed');
    await frozen().result();
  });
});

test('a removal that is under way when a freeze begins takes nothing more out of Git before it ends', async () => {
  const draft = { kind: 'decommission', environment: 'payments-prod' } as const;
  const config = 'clusters/cluster-east-prod/config/payments-prod.yaml';
  const planChange = async () => ({ ...CHANGE_PLAN, paths: [...CHANGE_PLAN.paths, config] });
  let begin = async (): Promise<void> => {};
  const awaitEmptied: Activities['awaitEmptied'] = async ({ placement }) => {
    await begin();
    return { cluster: placement.cluster, state: 'emptied' };
  };
  await withRequest(env, { draft, activities: { ...activities(), planChange, awaitEmptied } }, async (request) => {
    begin = async () => void (await freeze(request, windowFor('cluster-east-prod')));
    await request.until((s) => s.step === 'APPROVAL_WORKFLOW' && s.waitingOn?.kind === 'person');
    await say(request, 'approve');
    await request.until((s) => s.waitingOn?.kind === 'git');
    await request.handle.signal(mergedSignal, { mergeSha: '9a0c'.repeat(10) });

    const held = await request.until(isHeld);

    expect(held.waitingOn?.text).toMatch(/^cluster-east-prod is frozen until .+, which holds the removal: /);
    expect(request.calls).toContain('awaitEmptied');
    expect(request.calls).not.toContain('dropFiles');
    await unfreeze('cluster-east-prod');
    await request.until((s) => s.phase === 'removed');
    await frozen().result();
  });
});

import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Activities } from '../../src/activities/contracts.ts';
import { failure } from '../../src/activities/failures.ts';
import { decideUpdate, mergedSignal } from '../../src/workflows/messages.ts';
import { decisionOf, type Played, withRequest } from '../support/lifecycle.ts';
import { confirmAccounts, reachDecision, say } from '../support/lifecycle-moves.ts';
import { assessmentOf, CHANGE_PLAN, happyActivities, stageOf } from '../support/scripted-activities.ts';
import { startEnvironment } from '../support/temporal.ts';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startEnvironment();
});
afterAll(() => env.teardown());

const OTHER = `sha256:${'0ther'.repeat(12)}`;
const BINDINGS: Readonly<Record<string, string>> = { [CHANGE_PLAN.specHash]: 'sha256:before', [OTHER]: 'sha256:after' };
const CONFLICT = { type: 'MergeConflict', message: 'Pull request #7 conflicts with main' };
const MERGED = { mergeSha: '9a0c'.repeat(10) };

const times = ({ calls }: Played, name: string) => calls.filter((call) => call === name).length;

/** The merge queue says so each time it is asked. */
async function refuseMerge(request: Played, asked: number): Promise<void> {
  while (times(request, 'queueMerge') < asked) await request.until(() => true);
  await request.until((s) => s.waitingOn?.kind === 'git');
  await request.handle.signal(mergedSignal, { failure: CONFLICT });
}

test('a conflict with other content voids what was said; people are asked again, with the reason, on the same pull request', async () => {
  let hash = CHANGE_PLAN.specHash;
  const asked: unknown[] = [];
  const activities: Partial<Activities> = {
    planChange: async () => ({ ...CHANGE_PLAN, specHash: hash, contentHash: hash }),
    assessChange: async ({ plan }) =>
      assessmentOf([stageOf('lead', ['lee'], { binding: BINDINGS[plan.specHash] ?? '' })]),
    askByMail: async ({ data }) => void asked.push(data['again']),
  };
  await withRequest(env, { activities }, async (request) => {
    await reachDecision(request);
    await say(request, 'approve');
    while (times(request, 'queueMerge') < 1) await request.until(() => true);
    hash = OTHER;
    await refuseMerge(request, 1);

    const again = await request.until((s) => s.plan?.specHash === OTHER && s.waitingOn?.kind === 'person');

    expect(again).toMatchObject({ failure: null, task: null, pullRequest: { number: 7 } });
    expect(again.waitingOn).toMatchObject({ who: ['lee'], text: expect.stringContaining('0the') as string });
    const what = 'the content of its files is another';
    expect(again.decisions).toMatchObject([{ counts: false, refusal: `Void: ${what}` }]);
    while (asked.length < 2) await request.until(() => true);
    expect(asked).toEqual([undefined, what]);
    const decision = { ...decisionOf(request.reference, 'approve'), specHash: OTHER };
    await request.handle.executeUpdate(decideUpdate, { args: [decision] });
    while (times(request, 'queueMerge') < 2) await request.until(() => true);
    await request.handle.signal(mergedSignal, MERGED);
    await request.until((s) => s.mergeSha !== null);
    await request.handle.terminate();
  });
});

test('a conflict with the same content keeps the decisions and goes on by itself', async () => {
  await withRequest(env, {}, async (request) => {
    await reachDecision(request);
    await say(request, 'approve');
    await refuseMerge(request, 1);
    while (times(request, 'queueMerge') < 2) await request.until(() => true);
    await request.handle.signal(mergedSignal, MERGED);

    const status = await request.until((s) => s.mergeSha !== null);

    expect(status).toMatchObject({ failure: null, decisions: [{ counts: true }] });
    expect(times(request, 'proposeChange')).toBe(2);
    expect(times(request, 'askInSlack')).toBe(1);
    expect(times(request, 'judgeDecision')).toBe(1);
    await request.handle.terminate();
  });
});

test('what main has changed between rendering and pull request is rendered with it', async () => {
  let stale = true;
  const proposeChange = async (input: Parameters<ReturnType<typeof happyActivities>['proposeChange']>[0]) => {
    if (!stale) return happyActivities([]).proposeChange(input);
    stale = false;
    throw failure('MergeConflict', 'Main has changed projects/payments.yaml');
  };
  await withRequest(env, { activities: { proposeChange } }, async (request) => {
    await confirmAccounts(request);

    const status = await request.until((s) => s.step === 'APPROVAL_WORKFLOW' && s.waitingOn !== null);

    expect(status.failure).toBeNull();
    expect(times(request, 'planChange')).toBe(2);
    await request.handle.terminate();
  });
});

test('conflicts without end need a person', async () => {
  await withRequest(env, {}, async (request) => {
    await reachDecision(request);
    await say(request, 'approve');
    for (let asked = 1; asked <= 6; asked += 1) await refuseMerge(request, asked);

    const status = await request.until((s) => s.phase === 'needs-person');

    expect(status.failure).toMatchObject({ type: 'MergeConflict', step: 'APPROVAL_WORKFLOW' });
    await request.handle.terminate();
  });
});

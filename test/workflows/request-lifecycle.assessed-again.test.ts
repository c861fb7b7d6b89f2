import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Activities } from '../../src/activities/contracts.ts';
import type { ApprovalStage, Assessment } from '../../src/domain/approval.ts';
import type { ChangePlan } from '../../src/domain/change.ts';
import type { RequestStatus } from '../../src/domain/status.ts';
import { selectUpdate } from '../../src/workflows/messages.ts';
import { type Played, withRequest } from '../support/lifecycle.ts';
import { reachDecision, reachStage, sayIn } from '../support/lifecycle-moves.ts';
import { assessmentOf, CHANGE_PLAN, SELECTION, stageOf } from '../support/scripted-activities.ts';
import { startEnvironment } from '../support/temporal.ts';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startEnvironment();
});
afterAll(() => env.teardown());

/** What main, prices, policy and groups are at a moment. */
interface Moment {
  plan: ChangePlan;
  assessment: Assessment;
}

const LEAD = stageOf('lead', ['lee', 'nia']);
const COST = stageOf('cost', ['cora', 'olga']);
const DEARER: ChangePlan = {
  ...CHANGE_PLAN,
  specHash: `sha256:${'d0'.repeat(32)}`,
  cost: { ...CHANGE_PLAN.cost, after: 70, delta: 70 },
};

/** A world that is as `now` says whenever it is asked; notes who is asked and why, and who is told that it is void. */
function worldWith(now: Moment) {
  const told: string[] = [];
  const activities: Partial<Activities> = {
    planChange: async () => now.plan,
    assessChange: async () => now.assessment,
    askByMail: async ({ stage, person, data }) =>
      void told.push(`${stage} ${person}${data['again'] ? ` again: ${String(data['again'])}` : ''}`),
    sendMail: async ({ what, to, data }) =>
      void (what === 'decision-void' && told.push(`void ${to}: ${String(data['changed'])}`)),
  };
  return { told, activities };
}

const merging = ({ until }: Played) => until((s) => s.waitingOn?.kind === 'git');
const counting = ({ decisions }: Awaited<ReturnType<Played['until']>>) =>
  decisions.map(({ decision, counts }) => `${decision.person} ${counts ? 'counts' : 'void'}`);
const demand = (...stages: ApprovalStage[]) => assessmentOf(stages);

test('an edit that changes the price alone voids the stage about cost; the lead is not asked again', async () => {
  const now: Moment = { plan: CHANGE_PLAN, assessment: demand(LEAD, COST, stageOf('last', ['sam'])) };
  const { told, activities } = worldWith(now);
  await withRequest(env, { activities }, async (request) => {
    await reachDecision(request);
    await sayIn(request, 'lead', 'lee');
    await reachStage(request, 'cost');
    await sayIn(request, 'cost', 'cora');
    await reachStage(request, 'last');
    await sayIn(request, 'last', 'sam', 'request-changes');
    await request.until((s) => s.task?.id === 'selection');
    now.plan = DEARER;
    now.assessment = demand(LEAD, { ...COST, binding: 'sha256:dearer' }, stageOf('last', ['sam']));
    const selection = { ...SELECTION, size: 'M' } as const;
    await request.handle.executeUpdate(selectUpdate, { args: [{ person: 'dana', channel: 'api', selection }] });

    const status = await request.until((s) => s.plan?.specHash === DEARER.specHash && s.waitingOn !== null);

    expect(counting(status).slice(0, 2)).toEqual(['lee counts', 'cora void']);
    expect(status.waitingOn?.who).toEqual(['cora', 'olga']);
    const why = 'again: cost 59.32 USD → 70.00 USD a month';
    expect(told.slice(-2)).toEqual([`cost cora ${why}`, `cost olga ${why}`]);
    expect(told.filter((line) => line.startsWith('lead'))).toHaveLength(2);
    await request.handle.terminate();
  });
});

test('main that has moved without changing anything voids nothing and is merged at the approved head', async () => {
  const now: Moment = { plan: CHANGE_PLAN, assessment: demand(LEAD) };
  const { activities } = worldWith(now);
  await withRequest(env, { activities }, async (request) => {
    await reachDecision(request);
    now.plan = { ...CHANGE_PLAN, baseSha: 'e'.repeat(40), specHash: DEARER.specHash, leaseEnd: '2027-01-01' };
    await sayIn(request, 'lead', 'lee');

    const status = await merging(request);

    expect(counting(status)).toEqual(['lee counts']);
    expect(status.plan?.specHash).toBe(CHANGE_PLAN.specHash);
    expect(request.calls.filter((call) => call === 'proposeChange')).toHaveLength(1);
    await request.handle.terminate();
  });
});

test('what was measured when people were asked counts until the merge, whatever is measured then', async () => {
  const measured = (used: number) => {
    const amount = { used, limit: 4 };
    return { quotas: 1, cpu: amount, memoryGiB: amount, storageGiB: amount };
  };
  const now: Moment = { plan: { ...CHANGE_PLAN, usage: measured(1) }, assessment: demand(LEAD) };
  const { activities } = worldWith(now);
  const asked: unknown[] = [];
  const assessChange: Activities['assessChange'] = async ({ plan }) => {
    asked.push(plan.usage?.cpu.used);
    return now.assessment;
  };
  await withRequest(env, { activities: { ...activities, assessChange } }, async (request) => {
    await reachDecision(request);
    now.plan = { ...CHANGE_PLAN, usage: measured(3) };
    await sayIn(request, 'lead', 'lee');

    const status = await merging(request);

    expect(asked).toEqual([1, 1]);
    expect(status.plan?.usage).toEqual(measured(1));
    await request.handle.terminate();
  });
});

test('prices that have changed before the merge make another change of it, which is asked about before it is merged', async () => {
  const now: Moment = { plan: CHANGE_PLAN, assessment: demand(LEAD) };
  const { told, activities } = worldWith(now);
  await withRequest(env, { activities }, async (request) => {
    await reachDecision(request);
    now.plan = DEARER;
    now.assessment = demand({ ...LEAD, binding: 'sha256:dearer' });
    await sayIn(request, 'lead', 'lee');

    const status = await request.until((s) => counting(s).includes('lee void') && s.waitingOn?.kind === 'person');

    expect(status.plan?.specHash).toBe(DEARER.specHash);
    expect(told).toContain('lead lee again: cost 59.32 USD → 70.00 USD a month');
    expect(request.calls.filter((call) => call === 'proposeChange')).toHaveLength(2);
    expect(request.calls).not.toContain('queueMerge');
    await request.handle.terminate();
  });
});

test('a policy that demands another stage before the merge asks its people alone', async () => {
  const now: Moment = { plan: CHANGE_PLAN, assessment: demand(LEAD) };
  const { told, activities } = worldWith(now);
  await withRequest(env, { activities }, async (request) => {
    await reachDecision(request);
    const policy = { ...now.assessment.policy, version: 'approval@new' };
    now.assessment = assessmentOf([LEAD, COST], { policy });
    await sayIn(request, 'lead', 'lee');
    const asked = await reachStage(request, 'cost');
    expect(counting(asked)).toEqual(['lee counts']);
    expect(asked.policy?.version).toBe('approval@new');
    await sayIn(request, 'cost', 'cora');

    const status = await merging(request);

    expect(counting(status)).toEqual(['lee counts', 'cora counts']);
    expect(told).toEqual(['lead lee', 'lead nia', 'cost cora', 'cost olga']);
    await request.handle.terminate();
  });
});

test('who has left the group before the merge no longer counts, hears so, and the others are asked', async () => {
  const now: Moment = { plan: CHANGE_PLAN, assessment: demand(LEAD) };
  const { told, activities } = worldWith(now);
  await withRequest(env, { activities }, async (request) => {
    await reachDecision(request);
    now.assessment = demand(stageOf('lead', ['nia']));
    await sayIn(request, 'lead', 'lee');
    const left = await request.until((s) => s.waitingOn?.who.join() === 'nia');
    const why = 'lee may no longer decide in the stage "lead"';
    expect(left.decisions).toMatchObject([{ counts: false, refusal: `Void: ${why}` }]);
    await sayIn(request, 'lead', 'nia');

    await merging(request);

    expect(told).toContain(`void lee: ${why}`);
    expect(told).toContain(`lead nia again: ${why}`);
    await request.handle.terminate();
  });
});

test('what a policy denies before the merge goes back to whoever asked, with the reason and how to mend it', async () => {
  const now: Moment = { plan: CHANGE_PLAN, assessment: demand(LEAD) };
  const { activities } = worldWith(now);
  const mails: unknown[][] = [];
  const sendMail: Activities['sendMail'] = async ({ what, to, data }) => void mails.push([what, to, data['reason']]);
  const denials = [{ rule: 'no-prod', reason: 'Nothing goes to prod in December.', mend: 'Ask again in January.' }];
  await withRequest(env, { activities: { ...activities, sendMail } }, async (request) => {
    await reachDecision(request);
    now.assessment = assessmentOf([], { denials });
    await sayIn(request, 'lead', 'lee');

    const status = await request.until((s) => s.task?.id === 'selection');

    const words = 'Nothing goes to prod in December. Ask again in January.';
    expect(status.steps.find(({ name }) => name === 'APPROVAL_WORKFLOW')?.status).toBe('pending');
    const told = () => mails.filter(([what]) => what === 'changes-requested');
    while (told().length === 0) await request.until(() => true);
    expect(told()).toEqual([['changes-requested', 'dana@example.test', words]]);
    await request.handle.terminate();
  });
});

test('a removal that is denied is rejected', async () => {
  const denials = [{ rule: 'hold', reason: 'It is under legal hold.', mend: 'Ask the legal department.' }];
  const activities = { assessChange: async () => assessmentOf([], { denials }) };
  const draft = { kind: 'decommission', environment: 'payments-prod' } as const;
  await withRequest(env, { activities, draft }, async (request) => {
    const { phase, steps }: RequestStatus = await request.handle.result();

    expect(phase).toBe('rejected');
    expect(steps.find(({ status }) => status === 'failed')?.note).toBe(
      'Denied by policy: It is under legal hold. Ask the legal department.',
    );
  });
});

import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Activities } from '../../src/activities/contracts.ts';
import type { InfrastructurePlan } from '../../src/domain/infrastructure-plan.ts';
import { hintSignal, mergedSignal, repairUpdate, timelineQuery } from '../../src/workflows/messages.ts';
import { withRequest } from '../support/lifecycle.ts';
import { reachDecision, reachMerge, say } from '../support/lifecycle-moves.ts';
import { CHANGE_PLAN } from '../support/scripted-activities.ts';
import { startEnvironment } from '../support/temporal.ts';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startEnvironment();
});
afterAll(() => env.teardown());

const CLUSTER = 'cluster-east-prod';
const change = (action: string) => ({ address: 'a.b', actions: [action], digest: `sha256:${action}` });
const planOf = (action: string): InfrastructurePlan => ({ digest: `sha256:plan-${action}`, changes: [change(action)] });

type Recorded = Parameters<Activities['recordPlan']>[0];
type Order = Parameters<Activities['applyInfrastructure']>[0];

/** A world whose cluster is left to OpenTofu; notes what is shown and what may be applied. */
function worldWith(environment: string, apply: (order: Order) => ReturnType<Activities['applyInfrastructure']>) {
  const shown: Recorded[] = [];
  const placements = [{ cluster: CLUSTER, environment, executor: 'opentofu' as const }];
  const activities: Partial<Activities> = {
    planChange: async () => ({ ...CHANGE_PLAN, environment, placements }),
    planInfrastructure: async () => planOf('create'),
    recordPlan: async (input) => void shown.push(input),
    applyInfrastructure: apply,
  };
  return { shown, activities };
}

const applied = async () => ({ objects: ['a.b'], missing: [] });

test('what OpenTofu would change is shown on the head before anybody decides, and is what may be applied', async () => {
  const orders: Order[] = [];
  const { shown, activities } = worldWith('planned-prod', (order) => {
    orders.push(order);
    return applied();
  });
  await withRequest(env, { activities }, async (request) => {
    await reachDecision(request);
    expect(shown).toEqual([{ headSha: 'a'.repeat(40), cluster: CLUSTER, plan: planOf('create') }]);
    expect(await request.handle.query(timelineQuery)).toContainEqual(
      expect.objectContaining({ text: `${CLUSTER}: planned, 1 to create` }),
    );

    await say(request, 'approve');
    await request.until((s) => s.waitingOn?.kind === 'git');
    await request.handle.signal(mergedSignal, { mergeSha: '9a0c'.repeat(10) });
    expect((await request.handle.result()).phase).toBe('ready');
    expect(orders.map(({ approvedPlans }) => approvedPlans)).toEqual([[planOf('create')]]);
  });
});

test('a head that is brought up to date shows the plan that people see', async () => {
  const moved = 'd'.repeat(40);
  const { shown, activities } = worldWith('moved-prod', applied);
  const readPullRequest: Activities['readPullRequest'] = async () => ({
    state: 'open',
    headSha: moved,
    specMatches: true,
    branchExists: true,
    reviews: [],
  });
  await withRequest(env, { activities: { ...activities, readPullRequest } }, async (request) => {
    await reachDecision(request);
    await request.handle.signal(hintSignal, { system: 'github' });
    await request.until((s) => s.pullRequest?.headSha === moved && shown.length > 1);
    expect(shown[1]).toEqual({ headSha: moved, cluster: CLUSTER, plan: planOf('create') });
    await request.handle.terminate();
  });
});

test('another plan is applied only once an operator has accepted it', async () => {
  const approved: (readonly InfrastructurePlan[])[] = [];
  const { activities } = worldWith('differing-prod', async ({ approvedPlans = [] }) => {
    approved.push(approvedPlans);
    return approvedPlans.length > 1 ? applied() : { objects: [], missing: [], differing: planOf('delete') };
  });
  await withRequest(env, { activities }, async (request) => {
    await reachMerge(request);
    const { failure, waitingOn } = await request.until((s) => s.phase === 'needs-person');
    expect(failure?.type).toBe('PlanDiffers');
    expect(failure?.message).toContain(`would now change on ${CLUSTER}: a.b (delete)`);
    expect(waitingOn?.who).toEqual(['queue:operators']);

    const by = { person: 'olga', channel: 'api' } as const;
    await request.handle.executeUpdate(repairUpdate, { args: [{ ...by, repair: 'retry' }] });
    await request.until((s) => s.phase === 'needs-person' && approved.length === 2);
    const reason = 'The quota was removed by hand.';
    await request.handle.executeUpdate(repairUpdate, { args: [{ ...by, repair: 'accept', reason }] });

    expect((await request.handle.result()).phase).toBe('ready');
    expect(approved).toEqual([[planOf('create')], [planOf('create')], [planOf('create'), planOf('delete')]]);
  });
});

test('there is nothing to accept where no plan differs', async () => {
  const { activities } = worldWith('missing-prod', async () => ({ objects: [], missing: ['a.b'] }));
  await withRequest(env, { activities }, async (request) => {
    await reachMerge(request);
    await request.until((s) => s.phase === 'needs-person');
    const accept = { person: 'olga', channel: 'api', repair: 'accept', reason: 'fine' } as const;
    await expect(request.handle.executeUpdate(repairUpdate, { args: [accept] })).rejects.toMatchObject({
      cause: { message: expect.stringContaining('no plan to accept') },
    });
    await request.handle.terminate();
  });
});

import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Activities } from '../../src/activities/contracts.ts';
import { failure } from '../../src/activities/failures.ts';
import type { RequestStatus } from '../../src/domain/status.ts';
import { repairUpdate, timelineQuery } from '../../src/workflows/messages.ts';
import { withRequest } from '../support/lifecycle.ts';
import { reachMerge } from '../support/lifecycle-moves.ts';
import { CHANGE_PLAN } from '../support/scripted-activities.ts';
import { startEnvironment } from '../support/temporal.ts';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startEnvironment();
});
afterAll(() => env.teardown());

const CLUSTERS = ['cluster-east-prod', 'cluster-north-prod', 'cluster-west-prod'];
/** Each test has an environment of its own, since the workflow that keeps one stays. */
const planFor = (environment: string, withMachines: readonly string[]) => ({
  ...CHANGE_PLAN,
  environment,
  paths: [
    ...CLUSTERS.map((cluster) => `infrastructure/${cluster}/${environment}/walls.yaml`),
    ...withMachines.map((cluster) => `infrastructure/${cluster}/${environment}/inventory-vm-billing.yaml`),
  ],
  placements: CLUSTERS.map((cluster) => ({ cluster, environment, executor: 'kubernetes' as const })),
});

/** Notes on which cluster machines were configured, and which walls were there by then. */
function worldWith(plan: ReturnType<typeof planFor>, acts: string[] = []): Partial<Activities> {
  return {
    planChange: async () => plan,
    applyInfrastructure: async ({ placement }) => {
      acts.push(`walls ${placement.cluster}`);
      return { objects: [], missing: [] };
    },
    configureMachines: async ({ placement, mergeSha }) => {
      acts.push(`machines ${placement.cluster} ${mergeSha.slice(0, 4)}`);
      return { hosts: ['payments-billing.example.test'] };
    },
  };
}

test('machines are configured once on every placement that has some, after its walls', async () => {
  const acts: string[] = [];
  const activities = worldWith(planFor('some-prod', ['cluster-east-prod', 'cluster-west-prod']), acts);
  await withRequest(env, { activities }, async (request) => {
    await reachMerge(request);

    const status: RequestStatus = await request.handle.result();

    expect(status.phase).toBe('ready');
    expect(acts).toEqual([
      'walls cluster-east-prod',
      'machines cluster-east-prod 9a0c',
      'walls cluster-north-prod',
      'walls cluster-west-prod',
      'machines cluster-west-prod 9a0c',
    ]);
  });
});

test('a request without machines never asks Ansible', async () => {
  const activities = worldWith(planFor('none-prod', []));
  await withRequest(env, { activities }, async (request) => {
    await reachMerge(request);

    const status: RequestStatus = await request.handle.result();

    expect(status.phase).toBe('ready');
    expect(request.calls).not.toContain('configureMachines');
  });
});

test('a machine that fails waits for an operator, who may skip it: done by hand', async () => {
  const configureMachines = () => Promise.reject(failure('ProvisioningFailed', 'billing failed at "Install"'));
  const activities = { ...worldWith(planFor('skipped-prod', ['cluster-east-prod'])), configureMachines };
  await withRequest(env, { activities }, async (request) => {
    await reachMerge(request);
    const stuck = await request.until((s) => s.phase === 'needs-person');
    expect(stuck).toMatchObject({ step: 'INFRA_AUTOMATION', failure: { type: 'ProvisioningFailed' } });
    const skip = { person: 'olga', channel: 'api', repair: 'skip', reason: 'set up by olga' } as const;
    await request.handle.executeUpdate(repairUpdate, { args: [skip] });

    const status: RequestStatus = await request.handle.result();

    expect(status.phase).toBe('ready');
    expect(request.calls.filter((name) => name === 'configureMachines')).toHaveLength(1);
    const lines = (await request.handle.query(timelineQuery)).map(({ text }) => text);
    expect(lines).toContain('cluster-east-prod: machines done by hand (set up by olga)');
  });
});

import { createInfrastructureActivities } from '../../src/activities/infrastructure/index.ts';
import { inContext } from '../support/activity.ts';
import { CLUSTER, UNREACHED } from '../support/cluster.ts';
import { orderFor, rendered, STATE, startTofuStage, type TofuStage } from '../support/tofu-stage.ts';

let stage: TofuStage;
beforeAll(async () => {
  stage = await startTofuStage();
});
afterAll(() => stage.close());

const order = orderFor();
const plan = () => stage.infrastructure().planInfrastructure(order);

/** What the executor `kubernetes` says of the same request: the walls of both are the same objects. */
function findMissingWalls() {
  const { files } = rendered(undefined, 'kubernetes');
  const activities = createInfrastructureActivities({
    config: { github: { fleet: 'example/fleet' }, clusters: {}, infrastructure: {} },
    clusters: () => stage.client,
    readFile: async (_sha, path) => files.find((file) => file.path === path)?.content ?? null,
    gate: async () => {},
    github: UNREACHED,
    render: async () => ({ files }),
  });
  return inContext(activities).findMissingInfrastructure(orderFor(undefined, 'kubernetes'));
}

const limits = () =>
  stage.cluster.api.get({ apiVersion: 'v1', kind: 'LimitRange', name: 'berth', namespace: 'payments-prod' });
const setDefaultCpu = (cpu: string) => {
  const metadata = { name: 'berth', namespace: 'payments-prod' };
  const spec = { limits: [{ type: 'Container', default: { cpu } }] };
  return stage.cluster.api.apply({ apiVersion: 'v1', kind: 'LimitRange', metadata, spec });
};

test('an account that can only read plans, the apply makes just that, and both executors find every wall', async () => {
  const approved = await plan();
  expect(approved.changes.every(({ actions }) => actions.join() === 'create')).toBe(true);
  expect(await findMissingWalls()).not.toEqual([]);

  const applied = await stage.infrastructure().applyInfrastructure({ ...order, approvedPlans: [approved] });

  expect(applied.missing).toEqual([]);
  expect(applied.objects.toSorted()).toEqual(approved.changes.map(({ address }) => address));
  expect(await findMissingWalls()).toEqual([]);
  expect(stage.tofu.states.holder(STATE)).toBeUndefined();
});

test('what is kept of a state says nothing about what is in it', () => {
  expect(stage.tofu.states.read(STATE)).toContain('"encrypted_data"');
  expect(stage.tofu.states.read(STATE)).not.toContain('payments');
});

test('a plan made again has no changes, and a repeated apply does nothing', async () => {
  const approved = await plan();
  expect(approved.changes).toEqual([]);
  const before = await limits();
  await stage.infrastructure().applyInfrastructure({ ...order, approvedPlans: [approved] });
  expect(await limits()).toEqual(before);
});

test('what somebody changed by hand is no part of what was approved: the plan is shown, and applied once accepted', async () => {
  const approved = await plan();
  await setDefaultCpu('600m');
  expect(await stage.infrastructure().findMissingInfrastructure(order)).toEqual([
    `kubernetes_limit_range.berth on ${CLUSTER} (needs update)`,
  ]);

  const { differing } = await stage.infrastructure().applyInfrastructure({ ...order, approvedPlans: [approved] });
  expect(differing?.changes).toEqual([expect.objectContaining({ address: 'kubernetes_limit_range.berth' })]);
  expect(JSON.stringify(await limits())).toContain('600m');

  const approvedPlans = differing ? [approved, differing] : [];
  const accepted = await stage.infrastructure().applyInfrastructure({ ...order, approvedPlans });
  expect(accepted.missing).toEqual([]);
  expect(JSON.stringify(await limits())).not.toContain('600m');
});

test('a change accepted once is not accepted in another shape', async () => {
  const approved = await plan();
  await setDefaultCpu('700m');
  const first = await stage.infrastructure().applyInfrastructure({ ...order, approvedPlans: [approved] });
  await stage.cluster.api.delete({ apiVersion: 'v1', kind: 'LimitRange', name: 'berth', namespace: 'payments-prod' });
  const approvedPlans = first.differing ? [approved, first.differing] : [];
  const second = await stage.infrastructure().applyInfrastructure({ ...order, approvedPlans });
  expect(second.differing?.changes).toEqual([expect.objectContaining({ actions: ['create'] })]);
});

test('undo removes what was made and keeps its hands off the rest; a repeat finds nothing to do', async () => {
  const undo = () => stage.infrastructure({ undone: true }).removeInfrastructure(order);
  const bystander = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'else', namespace: 'flux-system' } };
  await stage.cluster.api.apply(bystander);

  expect(await undo()).toContain(`kubernetes_namespace.payments-prod on ${CLUSTER}`);

  const names = async (kind: string) =>
    (await stage.cluster.api.list({ apiVersion: 'v1', kind, namespace: 'flux-system' })).map((o) => o.metadata.name);
  expect(await names('ServiceAccount')).toContain('else');
  expect(await names('ServiceAccount')).not.toContain('payments-prod');
  expect(await stage.cluster.api.get({ apiVersion: 'v1', kind: 'Namespace', name: 'payments-prod' })).toBeUndefined();
  expect(await undo()).toEqual([]);
});

import { MERGE, mergedRequest, startClusterWorld } from '../support/cluster.ts';
import { eachTest } from '../support/fixture.ts';

const world = eachTest(startClusterWorld);

const RBAC = 'rbac.authorization.k8s.io';
const bind = (name: string, role: string, group: string) => ({
  apiVersion: `${RBAC}/v1`,
  kind: 'RoleBinding',
  metadata: { name, namespace: 'payments-prod' },
  roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: role },
  subjects: [{ apiGroup: RBAC, kind: 'Group', name: group }],
});

test('a missing namespace is told with all that is missing in it', async () => {
  const order = mergedRequest(world.fleet.commit(MERGE));

  expect(await world.placements.smokeCheck(order)).toEqual([
    'cluster-east-prod: namespace payments-prod does not exist',
    'cluster-east-prod: namespace payments-prod has no quota',
    'cluster-east-prod: group berth-payments-leads cannot list pods',
    'cluster-east-prod: group berth-payments-developers cannot list pods',
    'cluster-east-prod: group berth-payments-viewers cannot list pods',
  ]);
});

test('viewers who can write and developers who cannot read are found', async () => {
  const order = mergedRequest(world.fleet.commit(MERGE));
  await world.infrastructure.applyInfrastructure(order);
  await world.cluster.putByHand(bind('by-hand', 'edit', 'berth-payments-viewers'));
  await world.cluster.deleteByHand(bind('berth-developers', 'edit', 'berth-payments-developers'));

  expect(await world.placements.smokeCheck(order)).toEqual([
    'cluster-east-prod: group berth-payments-developers cannot list pods',
    'cluster-east-prod: group berth-payments-viewers can create deployments, but is to read only',
  ]);
});

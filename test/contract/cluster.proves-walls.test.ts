import { MERGE, mergedRequest, startClusterWorld } from '../support/cluster.ts';
import { eachTest } from '../support/fixture.ts';

const world = eachTest(startClusterWorld);

const quota = (cpu: string) => ({
  apiVersion: 'v1',
  kind: 'ResourceQuota',
  metadata: { name: 'berth', namespace: 'payments-prod' },
  spec: { hard: { 'requests.cpu': cpu, 'requests.memory': '4Gi' } },
});

test('names each wall that is missing or other than merged', async () => {
  const order = mergedRequest(world.fleet.commit(MERGE));
  expect(await world.infrastructure.findMissingInfrastructure(order)).toHaveLength(9);
  await world.infrastructure.applyInfrastructure(order);
  expect(await world.infrastructure.findMissingInfrastructure(order)).toEqual([]);

  await world.cluster.putByHand(quota('9'));
  await world.cluster.deleteByHand({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'payments-prod', namespace: 'flux-system' },
  });

  expect(await world.infrastructure.findMissingInfrastructure(order)).toEqual([
    'ResourceQuota payments-prod/berth differs at spec.hard.requests.cpu on cluster-east-prod',
    'ServiceAccount flux-system/payments-prod is missing on cluster-east-prod',
  ]);
});

test('a quantity written in another way is the same quantity', async () => {
  const order = mergedRequest(world.fleet.commit(MERGE));
  await world.infrastructure.applyInfrastructure(order);

  await world.cluster.putByHand(quota('2000m'));

  expect(await world.infrastructure.findMissingInfrastructure(order)).toEqual([]);
});

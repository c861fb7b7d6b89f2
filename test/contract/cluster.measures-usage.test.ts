import { measureUsage } from '../../src/activities/cluster/usage.ts';
import { inActivity } from '../support/activity.ts';
import { CLUSTER, ENVIRONMENT, MERGE, mergedRequest, startClusterWorld } from '../support/cluster.ts';
import { eventually } from '../support/eventually.ts';
import { eachTest } from '../support/fixture.ts';
import { RUNS_ON } from './differences.ts';

const world = eachTest(startClusterWorld);

const PROD = { cluster: CLUSTER, environment: ENVIRONMENT };
const NOWHERE = { cluster: CLUSTER, environment: 'nothing-prod' };
const measure = (...stands: Parameters<typeof measureUsage>[1]) =>
  inActivity(() => measureUsage(world.deps.clusters, stands));
const busy = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'busy', namespace: ENVIRONMENT },
  spec: {
    containers: [
      {
        name: 'busy',
        image: 'registry.example.test/busy:1',
        resources: { requests: { cpu: '250m', memory: '512Mi' }, limits: { cpu: '250m', memory: '512Mi' } },
      },
    ],
  },
};

test('of new walls nothing is used yet; what does not stand adds nothing', async () => {
  await world.infrastructure.applyInfrastructure(mergedRequest(world.fleet.commit(MERGE)));

  const usage = await eventually(async () => (await measure(NOWHERE, PROD)) ?? false);

  expect(usage).toEqual({
    quotas: 1,
    cpu: { used: 0, limit: 2 },
    memoryGiB: { used: 0, limit: 4 },
    storageGiB: { used: 0, limit: 0 },
  });
  expect(await measure(NOWHERE)).toBeNull();
});

test('a cluster that cannot be asked keeps nobody waiting', async () => {
  const away = () => {
    throw new Error('no credentials');
  };
  expect(await inActivity(() => measureUsage(away, [PROD]))).toBeNull();
});

if (RUNS_ON === 'real') {
  test('what workloads request is counted', async () => {
    await world.infrastructure.applyInfrastructure(mergedRequest(world.fleet.commit(MERGE)));
    await world.cluster.putByHand(busy);

    const usage = await eventually(async () => {
      const found = await measure(PROD);
      return found !== null && found.cpu.used > 0 && found;
    });

    expect([usage.cpu, usage.memoryGiB]).toEqual([
      { used: 0.25, limit: 2 },
      { used: 0.5, limit: 4 },
    ]);
  });
}

import type { ApplicationFailure } from '@temporalio/common';
import { isTransient } from '../../src/domain/failures.ts';
import type { StackClusterPart } from '../../stack/cluster/cluster.ts';
import { CLUSTER, MERGE, mergedRequest, placementOrder, startClusterWorld } from '../support/cluster.ts';
import { untilState } from '../support/cluster-failures.ts';
import { borrowCluster, keepClusterToOurselves } from '../support/cluster-loan.ts';
import { eachTest } from '../support/fixture.ts';

keepClusterToOurselves();
const world = eachTest(startClusterWorld);

/** What was away is asked again after longer and longer pauses. */
const SLOW_MS = 300_000;

test('an API server that dies half way through the walls: the next attempt ends with the same walls', async () => {
  const { services } = await borrowCluster();
  const order = mergedRequest(world.fleet.commit(MERGE));
  world.context.writes.onMoment = async ({ n }, moment) => {
    if (n === 4 && moment === 'effect') await services['kube-apiserver'].kill();
  };

  const first = world.infrastructure.applyInfrastructure(order);
  await expect(first).rejects.toMatchObject({
    type: 'Unavailable',
    nonRetryable: false,
    message: expect.stringContaining(CLUSTER),
  });
  await services['kube-apiserver'].restart();
  await world.infrastructure.applyInfrastructure(order);

  expect(await world.infrastructure.findMissingInfrastructure(order)).toEqual([]);
});

test(
  'a cluster that is down is a failure that passes and names the cluster',
  async () => {
    const { services } = await borrowCluster();
    const sha = world.fleet.commit(MERGE);
    await world.infrastructure.applyInfrastructure(mergedRequest(sha));
    await services['kube-apiserver'].kill();

    const looking = world.placements.awaitPlacement(placementOrder(sha, 1));

    await expect(looking).rejects.toMatchObject({
      type: 'Unavailable',
      nonRetryable: false,
      message: expect.stringContaining(CLUSTER),
    });
    await services['kube-apiserver'].restart();
    expect((await untilState(world, sha, 'ready')).commit).toBe(sha);
  },
  SLOW_MS,
);

test('whatever an API server says while it comes back is a failure that passes', async () => {
  const { services } = await borrowCluster();
  const order = mergedRequest(world.fleet.commit(MERGE));
  await world.infrastructure.applyInfrastructure(order);
  await services['kube-apiserver'].kill();

  const back = services['kube-apiserver'].restart();
  const failures = new Set<string>();
  for (let missing: unknown; missing === undefined; ) {
    missing = await world.infrastructure.findMissingInfrastructure(order).catch((error: ApplicationFailure) => {
      failures.add(isTransient(error.type) ? 'passes' : error.message);
    });
  }
  await back;

  expect([...failures]).toEqual(['passes']);
});

const SERVE_THE_ROLLOUT: StackClusterPart[] = [
  'etcd',
  'kube-controller-manager',
  'kube-scheduler',
  'source-controller',
  'kustomize-controller',
  'kwok',
];

test.each(SERVE_THE_ROLLOUT)(
  'a %s that dies before the rollout and comes back does not keep it from ending',
  async (part) => {
    const { services } = await borrowCluster();
    const sha = world.fleet.commit(MERGE);
    await world.infrastructure.applyInfrastructure(mergedRequest(sha));
    await services[part].kill();
    const before = await world.placements
      .awaitPlacement(placementOrder(sha, 3))
      .catch((error: { type?: string }) => error);
    expect(before).toMatchObject('state' in before ? { state: 'pending' } : { type: 'Unavailable' });

    await services[part].restart();

    expect((await untilState(world, sha, 'ready')).commit).toBe(sha);
  },
  SLOW_MS,
);

import {
  type ClusterWorld,
  MERGE,
  mergedRequest,
  placementOrder,
  startClusterWorld,
  statusSaying,
} from '../support/cluster.ts';

let world: ClusterWorld;
beforeEach(async () => {
  world = await startClusterWorld();
});
afterEach(() => world.close());

test('a workload that is not ready is named when the budget ends, and the next wait goes on from there', async () => {
  world.cluster.holdWorkload('web');
  const sha = world.fleet.commit(MERGE);
  await world.infrastructure.applyInfrastructure(mergedRequest(sha));

  const waiting = await statusSaying(world, sha, 'not ready');
  expect(waiting).toMatchObject({
    state: 'pending',
    message: `Flux has commit ${sha.slice(0, 7)}…; Deployment web not ready: 0 of 1`,
  });

  world.cluster.releaseWorkload('web');
  expect((await world.placements.awaitPlacement(placementOrder(sha))).state).toBe('ready');
});

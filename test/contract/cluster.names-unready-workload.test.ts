import { MERGE, mergedRequest, placementOrder, startClusterWorld, statusSaying } from '../support/cluster.ts';
import { eachTest } from '../support/fixture.ts';

const world = eachTest(startClusterWorld);

test('a workload that is not ready is named when the budget ends, and the next wait goes on from there', async () => {
  await world.cluster.holdWorkload('web');
  const sha = world.fleet.commit(MERGE);
  await world.infrastructure.applyInfrastructure(mergedRequest(sha));

  const waiting = await statusSaying(world, sha, 'not ready');
  expect(waiting).toMatchObject({
    state: 'pending',
    message: `Flux has commit ${sha.slice(0, 7)}…; Deployment web not ready: 0 of 1`,
  });

  await world.cluster.releaseWorkload('web');
  expect((await world.placements.awaitPlacement(placementOrder(sha))).state).toBe('ready');
});

import { MERGE, mergedRequest, outcome, startClusterWorld } from '../support/cluster.ts';
import { eachTest } from '../support/fixture.ts';

const world = eachTest(startClusterWorld);

test('a merged environment with its walls becomes ready at the merged commit and passes the smoke check', async () => {
  const sha = world.fleet.commit(MERGE);
  await world.infrastructure.applyInfrastructure(mergedRequest(sha));

  const status = await outcome(world, sha);

  expect(status).toEqual({ cluster: 'cluster-east-prod', state: 'ready', commit: sha });
  expect(await world.placements.smokeCheck(mergedRequest(sha))).toEqual([]);
});

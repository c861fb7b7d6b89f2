import { MERGE, mergedRequest, placementOrder, startClusterWorld, statusSaying, stored } from '../support/cluster.ts';
import { eventually } from '../support/eventually.ts';
import { eachTest } from '../support/fixture.ts';

const world = eachTest(startClusterWorld);

test('a Kustomization without its service account waits for infrastructure, and its old failure is not believed', async () => {
  const sha = world.fleet.commit(MERGE);
  const early = await statusSaying(world, sha, 'Waiting for infrastructure');
  expect(early).toEqual({
    cluster: 'cluster-east-prod',
    state: 'pending',
    message: 'Waiting for infrastructure: service account flux-system/payments-prod is not there yet',
  });
  await eventually(async () =>
    JSON.stringify(await stored(world, 'Kustomization', 'payments-prod')).includes('(Forbidden)'),
  );

  await world.infrastructure.applyInfrastructure(mergedRequest(sha));

  const late = await world.placements.awaitPlacement(placementOrder(sha));
  expect(late.state).toBe('ready');
});

import { MERGE, mergedRequest, startClusterWorld } from '../support/cluster.ts';
import { eachTest } from '../support/fixture.ts';

const world = eachTest(startClusterWorld);

test.each([
  ['a 503', { status: 503 }],
  ['a lost reply', { lostReply: true }],
  ['a cut connection', { cut: true }],
])('%s half way is a passing failure, and the next attempt ends with the same walls', async (_what, fault) => {
  const order = mergedRequest(world.fleet.commit(MERGE));
  world.context.faults.add({ match: 'cluster PATCH .*/resourcequotas/berth @cluster-east-prod', ...fault });

  const first = world.infrastructure.applyInfrastructure(order);
  await expect(first).rejects.toMatchObject({ type: 'Unavailable', nonRetryable: false });
  await world.infrastructure.applyInfrastructure(order);

  expect(await world.infrastructure.findMissingInfrastructure(order)).toEqual([]);
  expect(world.context.writes.all()).toHaveLength(9);
});

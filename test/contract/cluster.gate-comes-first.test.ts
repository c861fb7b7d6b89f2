import { failure } from '../../src/activities/failures.ts';
import { MERGE, mergedRequest, startClusterWorld } from '../support/cluster.ts';
import { eachTest } from '../support/fixture.ts';

const gate = () => Promise.reject(failure('UnapprovedMerge', 'not approved'));
const world = eachTest(() => startClusterWorld({ gate }));

test('a closed gate lets nothing reach the cluster and gives nobody commands', async () => {
  const order = mergedRequest(world.fleet.commit(MERGE));

  const applying = world.infrastructure.applyInfrastructure(order);
  await expect(applying).rejects.toMatchObject({ type: 'UnapprovedMerge' });
  const asking = world.infrastructure.manualCommands(order);
  await expect(asking).rejects.toMatchObject({ type: 'UnapprovedMerge' });

  expect(world.context.writes.all()).toEqual([]);
});

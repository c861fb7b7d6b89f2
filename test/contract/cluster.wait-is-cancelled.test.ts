import { CancelledFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { createClusterActivities } from '../../src/activities/cluster/index.ts';
import { MERGE, placementOrder, startClusterWorld } from '../support/cluster.ts';
import { eachTest } from '../support/fixture.ts';

const world = eachTest(startClusterWorld);

test('a wait heartbeats and ends when it is cancelled', async () => {
  const sha = world.fleet.commit(MERGE);
  const environment = new MockActivityEnvironment();
  const beats: unknown[] = [];
  environment.on('heartbeat', (detail: unknown) => {
    beats.push(detail);
    if (beats.length === 2) environment.cancel();
  });

  const waiting = environment.run(() => createClusterActivities(world.deps).awaitPlacement(placementOrder(sha, 3600)));

  await expect(waiting).rejects.toThrow(CancelledFailure);
  expect(beats.at(-1)).toMatch(/^(Flux has|Waiting for infrastructure)/);
});

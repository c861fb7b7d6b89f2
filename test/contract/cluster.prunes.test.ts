import { REQUESTED, SOURCE_KEY } from '../../src/activities/cluster/flux-state.ts';
import {
  DEPLOYMENT_PATH,
  MERGE,
  mergedRequest,
  outcome,
  startClusterWorld,
  stored,
  WALLS_PATH,
} from '../support/cluster.ts';
import { eventually } from '../support/eventually.ts';
import { eachTest } from '../support/fixture.ts';

const world = eachTest(startClusterWorld);

test('an environment that leaves Git leaves the cluster: its objects and its Kustomization', async () => {
  const sha = world.fleet.commit(MERGE);
  await world.infrastructure.applyInfrastructure(mergedRequest(sha));
  await outcome(world, sha);
  expect(await stored(world, 'Deployment', 'web')).toBeDefined();

  const config = 'clusters/cluster-east-prod/config/payments-prod.yaml';
  world.fleet.commit({ [config]: null, [DEPLOYMENT_PATH]: null, [WALLS_PATH]: null });
  // Else Flux looks at its interval, in a minute.
  await world.client.annotateObject(SOURCE_KEY, { [REQUESTED]: 'now' });

  await eventually(async () => !(await stored(world, 'Kustomization', 'payments-prod')));
  expect(await stored(world, 'Deployment', 'web')).toBeUndefined();
  expect(await stored(world, 'Namespace', 'payments-prod')).toBeDefined();
});

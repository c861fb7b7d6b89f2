import {
  DEPLOYMENT_PATH,
  deployment,
  ENVIRONMENT,
  MERGE,
  mergedRequest,
  placementOrder,
  startClusterWorld,
  statusSaying,
} from '../support/cluster.ts';
import { eachTest } from '../support/fixture.ts';

const world = eachTest(startClusterWorld);

const DATABASE = `apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: { name: web, namespace: ${ENVIRONMENT} }
spec: { instances: 2 }
`;

test.each([
  ['workload', deployment(), 'Deployment web not ready: 0 of 1'],
  ['database whose operator has not begun', DATABASE, 'Cluster web not ready: 0 of 2'],
])('a %s is named when the budget ends, and the next wait goes on from there', async (_what, manifest, text) => {
  await world.cluster.holdWorkload('web');
  const sha = world.fleet.commit({ ...MERGE, [DEPLOYMENT_PATH]: manifest });
  await world.infrastructure.applyInfrastructure(mergedRequest(sha));

  const waiting = await statusSaying(world, sha, 'not ready');
  expect(waiting).toMatchObject({ state: 'pending', message: `Flux has commit ${sha.slice(0, 7)}…; ${text}` });

  await world.cluster.releaseWorkload('web');
  expect((await world.placements.awaitPlacement(placementOrder(sha))).state).toBe('ready');
});

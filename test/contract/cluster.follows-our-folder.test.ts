import {
  DEPLOYMENT_PATH,
  deployment,
  MERGE,
  mergedRequest,
  placementOrder,
  startClusterWorld,
} from '../support/cluster.ts';
import { eachTest } from '../support/fixture.ts';

const world = eachTest(startClusterWorld);

test('a later commit that leaves our folder alone still makes us ready', async () => {
  const sha = world.fleet.commit(MERGE);
  const later = world.fleet.commit({ 'README.md': 'Somebody else was here.' });
  await world.infrastructure.applyInfrastructure(mergedRequest(sha));

  const status = await world.placements.awaitPlacement(placementOrder(sha));

  expect(status).toMatchObject({ state: 'ready', commit: later });
});

test('a later commit that changes our folder supersedes us', async () => {
  const sha = world.fleet.commit(MERGE);
  const later = world.fleet.commit({ [DEPLOYMENT_PATH]: deployment(3) });
  await world.infrastructure.applyInfrastructure(mergedRequest(sha));

  const status = await world.placements.awaitPlacement(placementOrder(sha));

  expect(status).toMatchObject({ state: 'superseded', commit: later });
});

test('a change of a ready environment is not ready at the state before it', async () => {
  const first = world.fleet.commit(MERGE);
  await world.infrastructure.applyInfrastructure(mergedRequest(first));
  await world.placements.awaitPlacement(placementOrder(first));

  const second = world.fleet.commit({ [DEPLOYMENT_PATH]: deployment(3) });
  const status = await world.placements.awaitPlacement(placementOrder(second));

  expect(status).toMatchObject({ state: 'ready', commit: second });
  expect(await world.client.readObject(WEB)).toMatchObject({ spec: { replicas: 3 } });
});

const WEB = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'payments-prod', name: 'web' };

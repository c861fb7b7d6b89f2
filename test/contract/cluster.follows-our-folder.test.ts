import { DEPLOYMENT_PATH, deployment, MERGE, mergedRequest, outcome, startClusterWorld } from '../support/cluster.ts';
import { eachTest } from '../support/fixture.ts';

const world = eachTest(startClusterWorld);

test('a later commit that leaves our folder alone still makes us ready', async () => {
  const [sha = '', later] = world.fleet.commitAtOnce([MERGE, { 'README.md': 'Somebody else was here.' }]);
  await world.infrastructure.applyInfrastructure(mergedRequest(sha));

  const status = await outcome(world, sha);

  expect(status).toMatchObject({ state: 'ready', commit: later });
});

test('a later commit that changes our folder supersedes us', async () => {
  const [sha = '', later] = world.fleet.commitAtOnce([MERGE, { [DEPLOYMENT_PATH]: deployment(3) }]);
  await world.infrastructure.applyInfrastructure(mergedRequest(sha));

  const status = await outcome(world, sha);

  expect(status).toMatchObject({ state: 'superseded', commit: later });
});

test('a change of a ready environment is not ready at the state before it', async () => {
  const first = world.fleet.commit(MERGE);
  await world.infrastructure.applyInfrastructure(mergedRequest(first));
  await outcome(world, first);

  const second = world.fleet.commit({ [DEPLOYMENT_PATH]: deployment(3) });
  const status = await outcome(world, second);

  expect(status).toMatchObject({ state: 'ready', commit: second });
  expect(await world.client.readObject(WEB)).toMatchObject({ spec: { replicas: 3 } });
});

const WEB = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'payments-prod', name: 'web' };

import { parseAllDocuments } from 'yaml';
import type { KubeObject } from '../../sandbox/cluster/objects.ts';
import { MERGE, mergedRequest, startClusterWorld, WALLS } from '../support/cluster.ts';
import { eachTest } from '../support/fixture.ts';

const world = eachTest(startClusterWorld);

const MARKS = {
  'app.kubernetes.io/managed-by': 'berth',
  'berth.dev/project': 'payments',
  'berth.dev/request': 'BR-7F3K2M9QXA',
};

test('the manual executor applies nothing, says what to type, and proves what a person did', async () => {
  const sha = world.fleet.commit(MERGE);
  const order = mergedRequest(sha, 'manual');

  const applying = world.infrastructure.applyInfrastructure(order);
  await expect(applying).rejects.toMatchObject({ type: 'Configuration' });
  const commands = await world.infrastructure.manualCommands(order);
  expect(commands.slice(0, 3)).toEqual([
    `git fetch origin ${sha}  # in a clone of example/fleet`,
    `git show ${sha}:infrastructure/cluster-east-prod/payments-prod/walls.yaml | ` +
      'kubectl --context cluster-east-prod apply --server-side --field-manager=berth -f -',
    'kubectl --context cluster-east-prod label --overwrite namespace payments-prod ' +
      'app.kubernetes.io/managed-by=berth berth.dev/project=payments berth.dev/request=BR-7F3K2M9QXA',
  ]);

  for (const document of parseAllDocuments(WALLS)) {
    const object = document.toJS() as KubeObject;
    await world.cluster.putByHand({ ...object, metadata: { ...object.metadata, labels: MARKS } });
  }
  expect(await world.infrastructure.findMissingInfrastructure(order)).toEqual([]);
  expect(world.context.writes.all()).toEqual([]);
});

test('an executor that the worker is not configured for refuses and says so', async () => {
  const main = { 'infrastructure/cluster-east-prod/payments-prod/main.tf.json': '{}' };
  const order = mergedRequest(world.fleet.commit({ ...MERGE, ...main }), 'opentofu');

  const applying = world.infrastructure.applyInfrastructure(order);

  await expect(applying).rejects.toMatchObject({
    type: 'Configuration',
    message: expect.stringContaining('add `infrastructure.opentofu`'),
  });
});

import { MERGE, mergedRequest, startClusterWorld, stored } from '../support/cluster.ts';
import { eachTest } from '../support/fixture.ts';

const world = eachTest(startClusterWorld);

test('walls are applied in their order, marked as ours, and a second time changes nothing', async () => {
  const order = mergedRequest(world.fleet.commit(MERGE));

  const first = await world.infrastructure.applyInfrastructure(order);
  const writes = world.context.writes.all().map((w) => w.what);
  const second = await world.infrastructure.applyInfrastructure(order);

  expect(first.objects).toHaveLength(9);
  expect(first.objects[0]).toBe('Namespace payments-prod');
  expect(second).toEqual(first);
  expect(writes[0]).toBe('PATCH /api/v1/namespaces/payments-prod');
  expect(writes).toHaveLength(9);
  expect(world.context.writes.all()).toHaveLength(9);
  expect((await stored(world, 'Namespace', 'payments-prod'))?.metadata.labels).toMatchObject({
    'app.kubernetes.io/managed-by': 'berth',
    'berth.dev/project': 'payments',
    'berth.dev/request': 'BR-7F3K2M9QXA',
  });
});

test('a change keeps the mark of the request that made an object', async () => {
  const sha = world.fleet.commit(MERGE);
  await world.infrastructure.applyInfrastructure(mergedRequest(sha));

  await world.infrastructure.applyInfrastructure(mergedRequest(sha, 'kubernetes', 'BR-0000000000'));

  const { labels } = (await stored(world, 'Namespace', 'payments-prod'))?.metadata ?? {};
  expect(labels?.['berth.dev/request']).toBe('BR-7F3K2M9QXA');
});

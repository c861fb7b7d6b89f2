import { MERGE, mergedRequest, startClusterWorld, stored } from '../support/cluster.ts';
import { eachTest } from '../support/fixture.ts';

const world = eachTest(startClusterWorld);

test('undo removes what carries the mark of this request, the namespace last, and may be repeated', async () => {
  const order = mergedRequest(world.fleet.commit(MERGE));
  await world.infrastructure.applyInfrastructure(order);

  const undone = await world.infrastructure.removeInfrastructure(order);

  expect(undone).toHaveLength(9);
  expect(undone[0]).toBe('ServiceAccount flux-system/payments-prod on cluster-east-prod');
  expect(undone.at(-1)).toBe('Namespace payments-prod on cluster-east-prod');
  expect(await stored(world, 'Namespace', 'payments-prod')).toBeUndefined();
  expect(await world.infrastructure.removeInfrastructure(order)).toEqual([]);
});

test('undo of a later request leaves what an earlier one made', async () => {
  const sha = world.fleet.commit(MERGE);
  await world.infrastructure.applyInfrastructure(mergedRequest(sha));
  const later = mergedRequest(sha, 'kubernetes', 'BR-0000000000');
  await world.infrastructure.applyInfrastructure(later);

  expect(await world.infrastructure.removeInfrastructure(later)).toEqual([]);
  expect((await stored(world, 'Namespace', 'payments-prod'))?.metadata.deletionTimestamp).toBeUndefined();
});

test('walls are not built into a namespace that is still going', async () => {
  const order = mergedRequest(world.fleet.commit(MERGE));
  await world.infrastructure.applyInfrastructure(order);
  const metadata = { name: 'held', namespace: 'payments-prod', finalizers: ['example.test/held'] };
  await world.cluster.putByHand({ apiVersion: 'v1', kind: 'ConfigMap', metadata });
  await world.client.deleteObject({ apiVersion: 'v1', kind: 'Namespace', name: 'payments-prod' });

  const applying = world.infrastructure.applyInfrastructure(order);

  await expect(applying).rejects.toMatchObject({ type: 'NotYet', nonRetryable: false });
});

test('a namespace that a finalizer keeps is not called removed, and who keeps it is named', async () => {
  const order = mergedRequest(world.fleet.commit(MERGE));
  await world.infrastructure.applyInfrastructure(order);
  const metadata = { name: 'held', namespace: 'payments-prod', finalizers: ['example.test/held'] };
  await world.cluster.putByHand({ apiVersion: 'v1', kind: 'ConfigMap', metadata });

  const removing = world.infrastructure.removeInfrastructure(order);

  await expect(removing).rejects.toMatchObject({
    type: 'NotYet',
    nonRetryable: false,
    message: expect.stringMatching(
      /^Namespace payments-prod on cluster-east-prod is still being deleted: .*example\.test\/held in 1/,
    ),
  });
}, 30_000);

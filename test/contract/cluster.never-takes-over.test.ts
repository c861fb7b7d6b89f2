import { MERGE, mergedRequest, startClusterWorld } from '../support/cluster.ts';
import { eachTest } from '../support/fixture.ts';

const world = eachTest(startClusterWorld);

const foreign = (kind: string, name: string, labels: Record<string, string>, namespace?: string) => ({
  apiVersion: 'v1',
  kind,
  metadata: { name, labels, ...(namespace ? { namespace } : {}) },
});

test.each([
  ['without a mark', foreign('Namespace', 'payments-prod', {})],
  [
    'of another project',
    foreign('Namespace', 'payments-prod', { 'app.kubernetes.io/managed-by': 'berth', 'berth.dev/project': 'other' }),
  ],
  ['of the tenant account', foreign('ServiceAccount', 'payments-prod', {}, 'flux-system')],
])('an object %s is never taken over, and nothing is written', async (_what, object) => {
  await world.cluster.putByHand(object);
  const order = mergedRequest(world.fleet.commit(MERGE));

  const applying = world.infrastructure.applyInfrastructure(order);

  await expect(applying).rejects.toMatchObject({ type: 'NameTaken', nonRetryable: true });
  expect(world.context.writes.all()).toEqual([]);
});

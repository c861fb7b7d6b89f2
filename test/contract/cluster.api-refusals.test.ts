import { KubernetesTransport, type RawCall } from '../../src/clients/kubernetes-transport.ts';
import { startClusterWorld, stored } from '../support/cluster.ts';
import { eachTest } from '../support/fixture.ts';
import { onlyOn } from './differences.ts';

const world = eachTest(startClusterWorld);

const send = (call: RawCall) => new KubernetesTransport(world.cluster.kubeconfig).send(call);
const NAMESPACE = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'one' } };
const quota = (spec: unknown) => ({
  apiVersion: 'v1',
  kind: 'ResourceQuota',
  metadata: { name: 'q', namespace: 'one' },
  spec,
});
const HARD = { hard: { pods: '1' } };

test.each<[string, RawCall, number]>([
  ['a right that Berth does not hold', { method: 'GET', path: '/api/v1/namespaces/default/configmaps/c' }, 403],
  ['a name that is not there', { method: 'GET', path: '/api/v1/namespaces/nowhere' }, 404],
  ['a group that is not there', { method: 'GET', path: '/apis/example.test/v1' }, 404],
])('%s is refused with %i', async (_what, call, code) => {
  await expect(send(call)).rejects.toMatchObject({ code });
});

const UNUSED: RawCall[] = [
  { method: 'GET', path: '/api/v1/namespaces?watch=1' },
  { method: 'GET', path: '/api/v1/namespaces/default/pods/p' },
];

onlyOn('sandbox', 'what the sandbox does not imitate is refused', async () => {
  for (const call of [...UNUSED, { method: 'POST', path: '/api/v1/namespaces', body: NAMESPACE } as const]) {
    await expect(send(call)).rejects.toMatchObject({ code: 501 });
  }
});

onlyOn('real', 'what Berth does not do it may not do', async () => {
  for (const call of UNUSED) await expect(send(call)).rejects.toMatchObject({ code: 403 });
});

test('an object in a missing namespace is refused', async () => {
  await expect(world.client.applyObject(quota(HARD))).rejects.toMatchObject({
    code: 404,
    message: 'namespaces "one" not found',
  });
});

test('a field that the kind does not have reaches the server and is refused', async () => {
  await world.client.applyObject(NAMESPACE);

  await expect(world.client.applyObject(quota({ hrad: 1, ...HARD }), { dryRun: true })).rejects.toMatchObject({
    code: 500,
    message: expect.stringContaining('.spec.hrad: field not declared in schema'),
  });
});

test('a dry run answers the object and keeps nothing', async () => {
  const answer = await world.client.applyObject(NAMESPACE, { dryRun: true });

  expect(answer.metadata.name).toBe('one');
  expect(await stored(world, 'Namespace', 'one')).toBeUndefined();
  expect(world.context.writes.all()).toEqual([]);
});

test('a field that somebody else owns is a conflict unless it is forced', async () => {
  await world.client.applyObject(NAMESPACE);
  await world.cluster.putByHand(quota(HARD));
  const ours = quota({ hard: { pods: '2' } });

  await expect(world.client.applyObject(ours)).rejects.toMatchObject({
    code: 409,
    message: 'Apply failed with 1 conflict: conflict with "kubectl": .spec.hard.pods',
  });
  expect(await world.client.applyObject(ours, { force: true })).toMatchObject({ spec: { hard: { pods: '2' } } });
});

test('a field that is no longer applied goes', async () => {
  await world.client.applyObject(NAMESPACE);
  await world.client.applyObject(quota({ hard: { pods: '1', services: '1' } }));

  expect(await world.client.applyObject(quota(HARD))).toMatchObject({ spec: HARD });
});

import {
  CLUSTER,
  DEPLOYMENT_PATH,
  MERGE,
  mergedRequest,
  outcome,
  startClusterWorld,
  statusSaying,
} from '../support/cluster.ts';
import { eachTest } from '../support/fixture.ts';

const world = eachTest(startClusterWorld);

const other = (manifest: string) => `apiVersion: ${manifest}, namespace: payments-prod }\n`;

test.each([
  ['broken YAML', 'kind: [', /^BuildFailed: failed to decode Kubernetes YAML from .*web\.yaml: MalformedYAMLError/],
  [
    'a kind the cluster does not have',
    other('example.test/v1\nkind: Unicorn\nmetadata: { name: u'),
    'ReconciliationFailed: Unicorn/payments-prod/u dry-run failed: no matches for kind "Unicorn" in version "example.test/v1"',
  ],
  [
    'something the tenant may not do',
    other('v1\nkind: ResourceQuota\nmetadata: { name: mine'),
    /^ReconciliationFailed: ResourceQuota\/payments-prod\/mine dry-run failed \(Forbidden\): .*flux-system:payments-prod" cannot patch resource "resourcequotas"/,
  ],
])('%s fails the placement in the words of Flux', async (_what, content, message) => {
  const sha = world.fleet.commit({ ...MERGE, [DEPLOYMENT_PATH]: content });
  await world.infrastructure.applyInfrastructure(mergedRequest(sha));

  const status = await outcome(world, sha);

  expect(status.state).toBe('failed');
  expect(status.message).toMatch(message);
});

test('a broken file of somebody else’s that keeps our Kustomization from being made is named', async () => {
  const theirs = `clusters/${CLUSTER}/config/theirs.yaml`;
  const sha = world.fleet.commit({ ...MERGE, [theirs]: 'kind: [' });
  await world.infrastructure.applyInfrastructure(mergedRequest(sha));

  const status = await statusSaying(world, sha, 'berth-config says');

  expect(status).toMatchObject({ state: 'pending' });
  expect(status.message).toMatch(
    /Kustomization payments-prod not made yet, since berth-config says BuildFailed: .*theirs\.yaml: MalformedYAMLError/,
  );
  const mended = world.fleet.commit({ [theirs]: null });
  expect((await outcome(world, mended)).state).toBe('ready');
});

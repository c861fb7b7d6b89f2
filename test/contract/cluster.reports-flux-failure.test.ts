import { DEPLOYMENT_PATH, MERGE, mergedRequest, placementOrder, startClusterWorld } from '../support/cluster.ts';
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

  const status = await world.placements.awaitPlacement(placementOrder(sha));

  expect(status.state).toBe('failed');
  expect(status.message).toMatch(message);
});

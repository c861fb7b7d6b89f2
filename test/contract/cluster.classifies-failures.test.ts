import { makeKeyPair } from '../../sandbox/kit/tls.ts';
import { createClusterActivities } from '../../src/activities/cluster/index.ts';
import { clusterAccess } from '../../src/activities/kubernetes-access.ts';
import { Secret } from '../../src/config.ts';
import { inContext } from '../support/activity.ts';
import { CLUSTER, mergedRequest, startClusterWorld } from '../support/cluster.ts';
import { eachTest } from '../support/fixture.ts';

const world = eachTest(startClusterWorld);

function check(kubeconfig: string) {
  const clusters = clusterAccess({ clusters: { [CLUSTER]: { kubeconfig: new Secret(kubeconfig) } } });
  const activities = inContext(createClusterActivities({ ...world.deps, clusters }));
  return activities.smokeCheck(mergedRequest('a'.repeat(40)));
}

test.each([
  [403, 'Forbidden'],
  [429, 'RateLimited'],
  [502, 'Unavailable'],
  [409, 'Unavailable'],
  [422, 'ProvisioningFailed'],
])('HTTP %i is %s, and the message names the cluster', async (status, type) => {
  // A refusal is asked about once more.
  world.context.faults.add({ match: 'cluster GET /api/v1/namespaces/payments-prod ', status, times: 2 });

  await expect(check(world.cluster.kubeconfig)).rejects.toMatchObject({
    type,
    message: expect.stringContaining(CLUSTER),
  });
});

test('an API server that has just started refuses everybody, which passes', async () => {
  world.context.faults.add({ match: 'cluster GET /api/v1/namespaces/payments-prod ', status: 403 });
  world.context.faults.add({ match: 'cluster GET /readyz ', status: 500 });

  await expect(check(world.cluster.kubeconfig)).rejects.toMatchObject({ type: 'Unavailable', nonRetryable: false });
});

test('an API server that becomes ready after its refusal is asked once more', async () => {
  world.context.faults.add({ match: 'cluster GET /api/v1/namespaces/payments-prod ', status: 403 });

  await expect(check(world.cluster.kubeconfig)).resolves.toBeDefined();
});

test('an API server that has not read its rules yet refuses the question whether it is ready as well', async () => {
  world.context.faults.add({ match: 'cluster GET /api/v1/namespaces/payments-prod ', status: 403 });
  world.context.faults.add({ match: 'cluster GET /readyz ', status: 403 });

  await expect(check(world.cluster.kubeconfig)).rejects.toMatchObject({
    type: 'Unavailable',
    message: expect.stringContaining('system:public-info-viewer'),
  });
});

test('an unknown token is a matter of configuration, and is not shown', async () => {
  const kubeconfig = world.cluster.kubeconfig.replace(/token: .*/, 'token: wrong-token');

  const checking = check(kubeconfig);

  await expect(checking).rejects.toMatchObject({ type: 'Configuration' });
  await expect(checking).rejects.not.toThrow('wrong-token');
});

test('a certificate of another authority is a matter of configuration', async () => {
  const other = Buffer.from(makeKeyPair().cert).toString('base64');
  const kubeconfig = world.cluster.kubeconfig.replace(
    /certificate-authority-data: .*/,
    `certificate-authority-data: ${other}`,
  );

  await expect(check(kubeconfig)).rejects.toMatchObject({
    type: 'Configuration',
    message: expect.stringContaining('certificate'),
  });
});

test('a cluster that is down is a passing failure', async () => {
  const { kubeconfig } = world.cluster;
  await world.cluster.close();

  await expect(check(kubeconfig)).rejects.toMatchObject({ type: 'Unavailable', nonRetryable: false });
});

test('a cluster without credentials names the setting that is missing', async () => {
  const checking = () => clusterAccess({ clusters: {} })('cluster-mars-prod');

  expect(checking).toThrow('clusters.cluster-mars-prod.kubeconfigFile');
});

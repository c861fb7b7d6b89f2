import {
  CONFIG_PATH,
  DEPLOYMENT_PATH,
  deployment,
  ENVIRONMENT,
  MERGE,
  mergedRequest,
  outcome,
  startClusterWorld,
  WALLS,
  WALLS_PATH,
} from '../support/cluster.ts';
import { untilState } from '../support/cluster-failures.ts';
import { eachTest } from '../support/fixture.ts';

const world = eachTest(startClusterWorld);

const configMap = (name: string) => `apiVersion: v1
kind: ConfigMap
metadata: { name: ${name}, namespace: ${ENVIRONMENT} }
data: { colour: blue }
`;
/** None at all: the cluster makes one in each namespace itself, sooner or later. */
const withQuota = WALLS.replace('requests.memory: 4Gi', 'requests.memory: 4Gi, count/configmaps: "0"');

/** Merges, makes the walls, and waits for the outcome; then merges what mends it and waits until it is ready. */
async function fails(broken: Readonly<Record<string, string | null>>, mended: Readonly<Record<string, string | null>>) {
  const sha = world.fleet.commit({ ...MERGE, ...broken });
  await world.infrastructure.applyInfrastructure(mergedRequest(sha));
  const status = await outcome(world, sha);
  const later = world.fleet.commit(mended);
  await world.infrastructure.applyInfrastructure(mergedRequest(later));
  // Where walls alone were mended our folder is the same at both, and Flux may try the first again before it sees the second.
  const { commit } = await untilState(world, later, 'ready');
  expect([sha, later]).toContain(commit);
  return status;
}

test('a value of the wrong type', async () => {
  const status = await fails(
    { [DEPLOYMENT_PATH]: deployment().replace('replicas: 1', 'replicas: many') },
    { [DEPLOYMENT_PATH]: deployment() },
  );

  expect(status.state).toBe('failed');
  expect(status.message).toMatch(/^(BuildFailed|ReconciliationFailed): .*Deployment/s);
});

test('more than the quota allows', async () => {
  const status = await fails(
    { [WALLS_PATH]: withQuota, [DEPLOYMENT_PATH]: configMap('more') },
    { [WALLS_PATH]: WALLS },
  );

  expect(status.state).toBe('failed');
  expect(status.message).toMatch(
    /^ReconciliationFailed: ConfigMap\/payments-prod\/more dry-run failed \(Forbidden\): .*exceeded quota: berth, requested: count\/configmaps=1/s,
  );
});

test('a field that a custom kind does not have', async () => {
  const cluster = (field: string) => `apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: { name: db, namespace: ${ENVIRONMENT} }
spec: { ${field}: 1 }
`;
  const status = await fails({ [DEPLOYMENT_PATH]: cluster('instanzes') }, { [DEPLOYMENT_PATH]: cluster('instances') });

  expect(status.state).toBe('failed');
  expect(status.message).toMatch(
    /^ReconciliationFailed: Cluster\/payments-prod\/db dry-run failed: .*\.spec\.instanzes: field not declared in schema/s,
  );
});

test('a workload that never becomes ready', async () => {
  await world.cluster.holdWorkload('web');
  const short = MERGE[CONFIG_PATH]?.replace('timeout: 5m', 'timeout: 5s') ?? '';
  const sha = world.fleet.commit({ ...MERGE, [CONFIG_PATH]: short });
  await world.infrastructure.applyInfrastructure(mergedRequest(sha));

  const status = await outcome(world, sha);
  await world.cluster.releaseWorkload('web');

  expect(status.state).toBe('failed');
  expect(status.message).toMatch(
    /^HealthCheckFailed: health check failed after .*timeout waiting for: \[Deployment\/payments-prod\/web status: 'InProgress'/s,
  );
  expect((await untilState(world, sha, 'ready')).commit).toBe(sha);
});

const POLICY = { apiVersion: 'admissionregistration.k8s.io/v1', metadata: { name: 'few-replicas' } };

test('a policy of the cluster that says no', async () => {
  const resourceRules = [
    { apiGroups: ['apps'], apiVersions: ['v1'], operations: ['CREATE', 'UPDATE'], resources: ['deployments'] },
  ];
  const validations = [{ expression: 'object.spec.replicas <= 2', message: 'No more than two replicas here.' }];
  const policy = { ...POLICY, kind: 'ValidatingAdmissionPolicy' };
  const binding = { ...POLICY, kind: 'ValidatingAdmissionPolicyBinding' };
  await world.cluster.putByHand({
    ...policy,
    spec: { failurePolicy: 'Fail', matchConstraints: { resourceRules }, validations },
  });
  await world.cluster.putByHand({ ...binding, spec: { policyName: 'few-replicas', validationActions: ['Deny'] } });
  await policyHolds();
  try {
    const status = await fails({ [DEPLOYMENT_PATH]: deployment(3) }, { [DEPLOYMENT_PATH]: deployment(2) });

    expect(status.state).toBe('failed');
    expect(status.message).toMatch(
      /^ReconciliationFailed: Deployment\/payments-prod\/web dry-run failed \(\w+\): .*'few-replicas'.* denied request: No more than two replicas here\./s,
    );
  } finally {
    await world.cluster.deleteByHand(binding);
    await world.cluster.deleteByHand(policy);
  }
});

/** The API server needs a moment to take a policy up. */
async function policyHolds(): Promise<void> {
  const probe = (replicas: number) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'probe', namespace: 'default' },
    spec: {
      replicas,
      selector: { matchLabels: { app: 'probe' } },
      template: { metadata: { labels: { app: 'probe' } }, spec: { containers: [{ name: 'c', image: 'c' }] } },
    },
  });
  for (;;) {
    const taken = await world.cluster.putByHand(probe(3)).then(
      () => true,
      () => false,
    );
    if (!taken) return;
    await world.cluster.deleteByHand(probe(3));
  }
}

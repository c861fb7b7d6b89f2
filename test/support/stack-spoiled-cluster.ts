/* What can be wrong in Git, with Flux and on a cluster while orders-prod is brought there. */
import { join } from 'node:path';
import { documentedRules, setBerthRules, withoutRight } from '../../stack/cluster/berth-account.ts';
import type { StackCluster } from '../../stack/cluster/cluster.ts';
import { applyDefinitions } from '../../stack/cluster/manifests.ts';
import { OPERATORS } from '../../stack/cluster/nodes.ts';
import { setFleet } from '../../stack/flux/bootstrap.ts';
import { commitByHand } from './bare-repository.ts';
import type { StackAround } from './stack-stage.ts';
import type { Trouble } from './stack-troubles.ts';

const EAST = 'cluster-east-prod';

function eastOf({ stack }: StackAround): StackCluster {
  const cluster = stack.clusters.get(EAST);
  if (!cluster) throw new Error(`no ${EAST}`);
  return cluster;
}

const fleetOf = ({ github }: StackAround) => ({
  url: github.gitUrl,
  username: 'flux',
  password: github.tokenOf('dana-field'),
});
const commit = ({ github }: StackAround, content: string | null) =>
  void commitByHand(github.repositoryFolder, { [`clusters/${EAST}/config/theirs.yaml`]: content });

const DATABASES = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  name: 'clusters.postgresql.cnpg.io',
};
const POLICY = { apiVersion: 'admissionregistration.k8s.io/v1', metadata: { name: 'announced-databases' } };
const policy = { ...POLICY, kind: 'ValidatingAdmissionPolicy' };
const binding = { ...POLICY, kind: 'ValidatingAdmissionPolicyBinding' };
const squeezingQuota = {
  apiVersion: 'v1',
  kind: 'ResourceQuota',
  metadata: { name: 'squeeze', namespace: 'orders-prod' },
  spec: { hard: { 'count/deployments.apps': '0' } },
};

/** Allows no Deployment. The namespace has to be there. */
export const squeeze = (around: StackAround): Promise<void> => eastOf(around).putByHand(squeezingQuota);

async function forbidDatabases(east: StackCluster): Promise<void> {
  const rule = { apiGroups: ['postgresql.cnpg.io'], apiVersions: ['v1'], resources: ['clusters'] };
  const spec = {
    failurePolicy: 'Fail',
    matchConstraints: { resourceRules: [{ ...rule, operations: ['CREATE', 'UPDATE'] }] },
    validations: [{ expression: 'false', message: 'Databases are announced to the platform team first.' }],
  };
  await east.putByHand({ ...policy, spec });
  await east.putByHand({ ...binding, spec: { policyName: POLICY.metadata.name, validationActions: ['Deny'] } });
}

/** All that can be wrong before the merge. */
export async function spoilCluster(around: StackAround): Promise<void> {
  const east = eastOf(around);
  await setBerthRules(east.admin, withoutRight(documentedRules(), 'patch', 'resourcequotas'));
  await setFleet(east.admin, { ...fleetOf(around), url: 'http://127.0.0.1:1/0/fleet.git' });
  commit(around, 'kind: [');
  // No node answers from now on, and whoever plays the operators is gone before their kind is.
  await east.holdWorkload('orders-cache');
  await east.admin.delete(DATABASES);
  await forbidDatabases(east);
}

/** How each of them shows, in this order: one is seen only once those before it are mended. */
export function clusterTroubles(around: StackAround): Trouble[] {
  const east = eastOf(around);
  return [
    {
      what: 'Berth may not write quotas',
      shows: /cannot patch resource "resourcequotas".*give Berth's service account this right/s,
      mend: () => setBerthRules(east.admin, documentedRules()),
    },
    {
      what: 'Git is down',
      shows: /Flux cannot read the fleet: GitOperationFailed: .*connection refused/s,
      mend: () => setFleet(east.admin, fleetOf(around)),
    },
    {
      what: 'broken YAML of somebody else',
      shows: /Kustomization orders-prod not made yet, since berth-config says BuildFailed: .*theirs\.yaml/s,
      mend: async () => commit(around, null),
    },
    ...refusals(east),
    {
      what: 'a workload that does not become ready',
      shows: /Deployment orders-cache not ready: 0 of 1/,
      mend: () => east.releaseWorkload('orders-cache'),
    },
  ];
}

/** By the cluster, of what Flux brings; it begins with what no operator makes. */
const refusals = (east: StackCluster): Trouble[] => [
  {
    what: 'a quota that is used up',
    shows: /ReconciliationFailed: Deployment\/.* \(Forbidden\): .*exceeded quota: squeeze/s,
    mend: () => east.deleteByHand(squeezingQuota),
  },
  {
    what: 'a kind that is not installed',
    shows: /ReconciliationFailed: .*no matches for kind "Cluster" in version "postgresql\.cnpg\.io\/v1"/s,
    mend: () => applyDefinitions(east.admin, [join(OPERATORS, 'postgresql.yaml')]),
  },
  {
    what: 'a policy that says no',
    shows: /ReconciliationFailed: Cluster\/.* denied request: Databases are announced/s,
    mend: async () => {
      await east.deleteByHand(binding);
      await east.deleteByHand(policy);
    },
  },
];

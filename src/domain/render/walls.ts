import { PROJECT_ROLES, type ProjectRole } from '../accounts.ts';
import { cpuQuantity, memoryQuantity } from '../amounts.ts';
import { groupName } from '../naming.ts';
import { EXPOSURE_LABEL, FLUX_NAMESPACE, type Manifest, ownerLabels, RBAC } from './manifest.ts';
import type { PlacementPlan } from './placement.ts';

/** Rights of the project's groups inside its namespace. */
const CLUSTER_ROLES: Readonly<Record<ProjectRole, string>> = { leads: 'admin', developers: 'edit', viewers: 'view' };
/** Made once for each cluster by the platform: what Flux may apply on behalf of an environment. */
export const TENANT_ROLE = 'berth-tenant';

/**
 * The walls of an environment on one cluster: namespace, quota, limits, network policies, role bindings, and in
 * `flux-system` the tenant's service account. In the order in which they can be applied.
 */
export function wallsOf(plan: PlacementPlan): Manifest[] {
  return [
    namespaceWall(plan),
    quotaWall(plan),
    limitWall(plan),
    ...networkWalls(plan),
    ...groupBindings(plan),
    ...inheritedBindings(plan),
    serviceAccount(plan),
    tenantBinding(plan),
  ];
}

function metadata(plan: PlacementPlan, name: string) {
  const { environment } = plan.placement;
  return { name, namespace: environment, labels: ownerLabels(plan.request, environment) };
}

function namespaceWall(plan: PlacementPlan): Manifest {
  const { environment } = plan.placement;
  const { labels, podSecurity } = plan.inherited;
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: environment,
      labels: {
        ...labels,
        ...treeLabels(plan),
        'pod-security.kubernetes.io/enforce': podSecurity,
        ...ownerLabels(plan.request, environment),
      },
    },
  };
}

/** The convention of the hierarchical namespace controller: how far above each ancestor is, for selectors. */
function treeLabels({ inherited }: PlacementPlan): Record<string, string> {
  const names = inherited.chain.map((level) => level.name.split('/')[1] ?? '');
  return Object.fromEntries(names.map((name, i) => [`${name}.tree.berth.dev/depth`, String(names.length - i)]));
}

function quotaWall(plan: PlacementPlan): Manifest {
  const { reserved, size } = plan;
  const memory = memoryQuantity(reserved.memoryGiB);
  return {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: metadata(plan, 'berth'),
    spec: {
      hard: {
        'requests.cpu': cpuQuantity(reserved.cpu),
        'requests.memory': memory,
        'limits.cpu': cpuQuantity(reserved.cpu * 2),
        'limits.memory': memory,
        'requests.storage': memoryQuantity(reserved.storageGiB),
        persistentvolumeclaims: String(size.volumes),
        pods: String(size.pods),
      },
    },
  };
}

function limitWall(plan: PlacementPlan): Manifest {
  const { cpu = Number.POSITIVE_INFINITY, memoryGiB = Number.POSITIVE_INFINITY } = plan.inherited.maxContainer;
  const within = (amount: { cpu: number; memoryGiB: number }) => ({
    cpu: cpuQuantity(Math.min(amount.cpu, cpu)),
    memory: memoryQuantity(Math.min(amount.memoryGiB, memoryGiB)),
  });
  const max = {
    ...(Number.isFinite(cpu) && { cpu: cpuQuantity(cpu) }),
    ...(Number.isFinite(memoryGiB) && { memory: memoryQuantity(memoryGiB) }),
  };
  const limit = {
    type: 'Container',
    default: within(plan.container.limit),
    defaultRequest: within(plan.container.request),
    ...(Object.keys(max).length > 0 && { max }),
  };
  return { apiVersion: 'v1', kind: 'LimitRange', metadata: metadata(plan, 'berth'), spec: { limits: [limit] } };
}

/** Closed but for the namespace itself and the namespaces a level above has opened it to. */
function networkWalls(plan: PlacementPlan): Manifest[] {
  const policy = (name: string, podSelector: unknown, from: unknown): Manifest => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: metadata(plan, name),
    spec: { podSelector, policyTypes: ['Ingress'], ingress: [{ from: [from] }] },
  });
  const exposed = { matchExpressions: [{ key: EXPOSURE_LABEL, operator: 'NotIn', values: ['namespace'] }] };
  return [
    policy('berth-inside', {}, { podSelector: {} }),
    ...plan.inherited.allowFrom.map((namespace) =>
      policy(`berth-from-${namespace}`, exposed, {
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
      }),
    ),
  ];
}

function groupBindings(plan: PlacementPlan): Manifest[] {
  return PROJECT_ROLES.map((role) =>
    binding(plan, `berth-${role}`, CLUSTER_ROLES[role], {
      apiGroup: RBAC,
      kind: 'Group',
      name: groupName(plan.request.project, role),
    }),
  );
}

function inheritedBindings(plan: PlacementPlan): Manifest[] {
  return plan.inherited.grants.map(({ group, role }) =>
    binding(plan, `berth-inherited-${role}-${group}`, role, { apiGroup: RBAC, kind: 'Group', name: group }),
  );
}

function serviceAccount(plan: PlacementPlan): Manifest {
  const { environment } = plan.placement;
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { ...metadata(plan, environment), namespace: FLUX_NAMESPACE },
    automountServiceAccountToken: false,
  };
}

function tenantBinding(plan: PlacementPlan): Manifest {
  return binding(plan, 'berth-tenant', TENANT_ROLE, {
    kind: 'ServiceAccount',
    name: plan.placement.environment,
    namespace: FLUX_NAMESPACE,
  });
}

function binding(plan: PlacementPlan, name: string, role: string, subject: unknown): Manifest {
  return {
    apiVersion: `${RBAC}/v1`,
    kind: 'RoleBinding',
    metadata: metadata(plan, name),
    roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: role },
    subjects: [subject],
  };
}

/** A kind that this cluster knows. */
export interface ResourceKind {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly kind: string;
  readonly namespaced: boolean;
  /** False for custom resources. */
  readonly builtIn: boolean;
}

const kind = (apiVersion: string, plural: string, name: string, builtIn = true, namespaced = true): ResourceKind => {
  const [first = '', second] = apiVersion.split('/');
  return {
    group: second ? first : '',
    version: second ?? first,
    plural,
    kind: name,
    namespaced,
    builtIn,
  };
};

/** Everything this cluster can hold: built-in kinds, Flux's, and those of the operators a fleet usually has. */
export const RESOURCES: readonly ResourceKind[] = [
  kind('v1', 'namespaces', 'Namespace', true, false),
  kind('v1', 'resourcequotas', 'ResourceQuota'),
  kind('v1', 'limitranges', 'LimitRange'),
  kind('v1', 'serviceaccounts', 'ServiceAccount'),
  kind('v1', 'configmaps', 'ConfigMap'),
  kind('v1', 'services', 'Service'),
  kind('v1', 'persistentvolumeclaims', 'PersistentVolumeClaim'),
  kind('apps/v1', 'deployments', 'Deployment'),
  kind('apps/v1', 'statefulsets', 'StatefulSet'),
  kind('batch/v1', 'cronjobs', 'CronJob'),
  kind('policy/v1', 'poddisruptionbudgets', 'PodDisruptionBudget'),
  kind('autoscaling/v2', 'horizontalpodautoscalers', 'HorizontalPodAutoscaler'),
  kind('networking.k8s.io/v1', 'networkpolicies', 'NetworkPolicy'),
  kind('networking.k8s.io/v1', 'ingresses', 'Ingress'),
  kind('rbac.authorization.k8s.io/v1', 'roles', 'Role'),
  kind('rbac.authorization.k8s.io/v1', 'rolebindings', 'RoleBinding'),
  kind('rbac.authorization.k8s.io/v1', 'clusterroles', 'ClusterRole', true, false),
  kind('source.toolkit.fluxcd.io/v1', 'gitrepositories', 'GitRepository', false),
  kind('kustomize.toolkit.fluxcd.io/v1', 'kustomizations', 'Kustomization', false),
  kind('postgresql.cnpg.io/v1', 'clusters', 'Cluster', false),
  kind('postgresql.cnpg.io/v1', 'scheduledbackups', 'ScheduledBackup', false),
  kind('kubevirt.io/v1', 'virtualmachines', 'VirtualMachine', false),
  kind('external-secrets.io/v1', 'externalsecrets', 'ExternalSecret', false),
];

export const apiVersionOf = (resource: ResourceKind) =>
  resource.group ? `${resource.group}/${resource.version}` : resource.version;

/** `deployments.apps`, as messages of the API name a resource. */
export const qualified = (resource: ResourceKind) =>
  resource.group ? `${resource.plural}.${resource.group}` : resource.plural;

export function findKind(apiVersion: string, kind: string): ResourceKind | undefined {
  return RESOURCES.find((r) => r.kind === kind && apiVersionOf(r) === apiVersion);
}

/** The kind or an error: for code that asks for kinds of the table above. */
export function knownKind(apiVersion: string, kind: string): ResourceKind {
  const found = findKind(apiVersion, kind);
  if (!found) throw new Error(`${apiVersion} ${kind} is not in the table of resources`);
  return found;
}

/** Where an API path points. */
export interface ResourcePath {
  readonly resource: ResourceKind;
  readonly namespace?: string;
  /** Absent for a list. */
  readonly name?: string;
}

/** Reads `/api/v1/namespaces/x/resourcequotas/q` and the like; undefined when nothing known is meant. */
export function parsePath(path: string): ResourcePath | undefined {
  const parts = path.split('/').filter(Boolean).map(decodeURIComponent);
  const group = parts[0] === 'apis' ? parts[1] : '';
  const rest = parts.slice(parts[0] === 'apis' ? 3 : 2);
  const version = parts[parts[0] === 'apis' ? 2 : 1];
  const inNamespace = rest[0] === 'namespaces' && rest.length > 2;
  const [plural, name, ...more] = inNamespace ? rest.slice(2) : rest;
  const resource = RESOURCES.find((r) => r.group === group && r.version === version && r.plural === plural);
  if (!resource || more.length > 0 || resource.namespaced !== inNamespace) return undefined;
  return {
    resource,
    ...(inNamespace && rest[1] ? { namespace: rest[1] } : {}),
    ...(name === undefined ? {} : { name }),
  };
}

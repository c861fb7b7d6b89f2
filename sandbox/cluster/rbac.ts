/*
 * Who may do what. Berth's own token has the fixed list below. Everybody else is answered from the RoleBindings of
 * the namespace, with Roles, the ClusterRoles view, edit and admin, and those that Flux applied; the operators' custom resources are aggregated
 * to them, as their charts do. ClusterRoleBindings do not exist here, and making a RoleBinding asks for no rights of
 * its own (the real server prevents escalation).
 */
import { fieldsOf, type KubeObject, listOf } from './objects.ts';
import { knownKind } from './resources.ts';
import type { Store } from './store.ts';

/** A question to the authoriser. */
export interface Access {
  readonly user?: string;
  readonly groups?: readonly string[];
  readonly namespace?: string;
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  /** One object; absent: any of them. */
  readonly name?: string;
}

interface Rule {
  readonly groups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  /** Only these objects; absent: all. */
  readonly names?: readonly string[];
}

const READ = ['get', 'list', 'watch'];
const WRITE = ['create', 'update', 'patch', 'delete', 'deletecollection'];
const WALLS = ['get', 'list', 'create', 'patch', 'delete'];

/** The rights of Berth's token. */
const BERTH: readonly Rule[] = [
  { groups: [''], resources: ['namespaces', 'resourcequotas', 'limitranges', 'serviceaccounts'], verbs: WALLS },
  { groups: ['networking.k8s.io'], resources: ['networkpolicies'], verbs: WALLS },
  { groups: ['rbac.authorization.k8s.io'], resources: ['roles', 'rolebindings'], verbs: WALLS },
  {
    groups: ['rbac.authorization.k8s.io'],
    resources: ['clusterroles'],
    verbs: ['bind'],
    names: ['admin', 'edit', 'view', 'berth-tenant'],
  },
  { groups: ['source.toolkit.fluxcd.io'], resources: ['gitrepositories'], verbs: ['get', 'patch'] },
  { groups: ['kustomize.toolkit.fluxcd.io'], resources: ['kustomizations'], verbs: ['get', 'patch'] },
  { groups: ['apps'], resources: ['deployments', 'statefulsets'], verbs: ['get'] },
  { groups: ['postgresql.cnpg.io'], resources: ['clusters'], verbs: ['get'] },
  { groups: ['kubevirt.io'], resources: ['virtualmachines'], verbs: ['get'] },
  { groups: ['authorization.k8s.io'], resources: ['subjectaccessreviews'], verbs: ['create'] },
  // Every account may ask about itself, as `system:basic-user` grants it.
  { groups: ['authorization.k8s.io'], resources: ['selfsubjectaccessreviews'], verbs: ['create'] },
];

const WORKLOADS: readonly Omit<Rule, 'verbs'>[] = [
  { groups: [''], resources: ['pods', 'services', 'configmaps', 'persistentvolumeclaims', 'serviceaccounts'] },
  { groups: ['apps'], resources: ['deployments', 'statefulsets', 'daemonsets', 'replicasets'] },
  { groups: ['batch'], resources: ['jobs', 'cronjobs'] },
  { groups: ['networking.k8s.io'], resources: ['ingresses', 'networkpolicies'] },
  { groups: ['policy'], resources: ['poddisruptionbudgets'] },
  { groups: ['autoscaling'], resources: ['horizontalpodautoscalers'] },
  { groups: ['postgresql.cnpg.io'], resources: ['clusters', 'scheduledbackups'] },
  { groups: ['external-secrets.io'], resources: ['externalsecrets'] },
];
const VIEW: readonly Rule[] = [
  ...WORKLOADS.map((r) => ({ ...r, verbs: READ })),
  { groups: [''], resources: ['pods/log', 'events', 'resourcequotas', 'limitranges', 'namespaces'], verbs: READ },
];
const EDIT: readonly Rule[] = [
  ...VIEW,
  ...WORKLOADS.map((r) => ({ ...r, verbs: WRITE })),
  { groups: [''], resources: ['secrets', 'pods/exec', 'pods/portforward'], verbs: [...READ, ...WRITE] },
];
const ADMIN: readonly Rule[] = [
  ...EDIT,
  { groups: ['rbac.authorization.k8s.io'], resources: ['roles', 'rolebindings'], verbs: [...READ, ...WRITE] },
];
const CLUSTER_ROLES: Readonly<Record<string, readonly Rule[]>> = { view: VIEW, edit: EDIT, admin: ADMIN };

const ROLE_BINDING = knownKind('rbac.authorization.k8s.io/v1', 'RoleBinding');
const ROLE = knownKind('rbac.authorization.k8s.io/v1', 'Role');
const CLUSTER_ROLE = knownKind('rbac.authorization.k8s.io/v1', 'ClusterRole');

/** What Berth's account is granted. */
export const berthMay = (access: Access) => BERTH.some((rule) => covers(rule, access));

/** What it may do on this cluster now: what it is granted, less what was taken from it. */
export function berthMayOn(store: Store, access: Access): boolean {
  return berthMay(access) && !store.revoked.has(`${access.verb} ${access.resource}`);
}

/** Answers from the stored RoleBindings of the namespace. */
export function mayByBindings(store: Store, access: Access): boolean {
  if (!access.namespace) return false;
  return store
    .list(ROLE_BINDING, access.namespace)
    .filter((binding) => listOf(binding, 'subjects').some((subject) => isSubject(subject, access)))
    .flatMap((binding) => rulesOf(store, binding))
    .some((rule) => covers(rule, access));
}

export const serviceAccountUser = (namespace: string, name: string) => `system:serviceaccount:${namespace}:${name}`;

function covers(rule: Rule, access: Access): boolean {
  const has = (list: readonly string[], value: string) => list.includes('*') || list.includes(value);
  if (rule.names && !rule.names.includes(access.name ?? '')) return false;
  return has(rule.groups, access.group) && has(rule.resources, access.resource) && has(rule.verbs, access.verb);
}

function isSubject(subject: Record<string, unknown>, access: Access): boolean {
  if (subject['kind'] === 'Group') return (access.groups ?? []).includes(String(subject['name']));
  if (subject['kind'] === 'User') return subject['name'] === access.user;
  return access.user === serviceAccountUser(String(subject['namespace']), String(subject['name']));
}

function rulesOf(store: Store, binding: KubeObject): readonly Rule[] {
  const roleRef = fieldsOf(binding, 'roleRef');
  const name = String(roleRef['name']);
  const isClusterRole = roleRef['kind'] === 'ClusterRole';
  if (isClusterRole && CLUSTER_ROLES[name]) return CLUSTER_ROLES[name];
  const role = isClusterRole
    ? store.get(CLUSTER_ROLE, undefined, name)
    : store.get(ROLE, binding.metadata.namespace, name);
  return listOf(role, 'rules').map((rule) => ({
    groups: strings(rule['apiGroups']),
    resources: strings(rule['resources']),
    verbs: strings(rule['verbs']),
  }));
}

const strings = (value: unknown) => (Array.isArray(value) ? value.map(String) : []);

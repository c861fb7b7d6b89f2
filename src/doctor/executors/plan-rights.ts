/** Every kind that walls consist of: whoever plans reads these, and must not write any. */
export const PLAN_RESOURCES = [
  { group: '', resource: 'namespaces' },
  { group: '', resource: 'resourcequotas' },
  { group: '', resource: 'limitranges' },
  { group: '', resource: 'serviceaccounts' },
  { group: 'networking.k8s.io', resource: 'networkpolicies' },
  { group: 'rbac.authorization.k8s.io', resource: 'roles' },
  { group: 'rbac.authorization.k8s.io', resource: 'rolebindings' },
] as const;

export const WALL_WRITES = ['create', 'patch', 'update', 'delete'] as const;

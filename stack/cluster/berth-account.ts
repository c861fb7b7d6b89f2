/*
 * Berth's own account on a cluster: a service account in a namespace of its own, bound to exactly the ClusterRole that
 * docs/permissions.md tells operators to make. It is read from that page, so that the two cannot differ.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { KubeObject } from '../../sandbox/cluster/objects.ts';
import type { AdminApi } from './admin-api.ts';

const PAGE = join(import.meta.dirname, '..', '..', 'docs', 'permissions.md');
const NAMESPACE = 'berth-system';
const NAME = 'berth';
const RBAC = 'rbac.authorization.k8s.io';
/** A run does not last longer. */
const TOKEN_SECONDS = 7 * 86_400;

export interface RbacRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

/** The rules of the documented ClusterRole. */
export function documentedRules(): RbacRule[] {
  const role = /## Kubernetes\n[\s\S]*?```yaml\n([\s\S]*?)```/.exec(readFileSync(PAGE, 'utf8'))?.[1];
  const { rules } = parse(role ?? '') as { rules: RbacRule[] };
  return rules;
}

/** Makes the account; returns a token of it. */
export async function makeBerthAccount(admin: AdminApi): Promise<string> {
  await admin.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } });
  await admin.apply({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: NAME, namespace: NAMESPACE } });
  await setBerthRules(admin, documentedRules());
  await admin.apply({
    apiVersion: `${RBAC}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: { name: NAME },
    roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: NAME },
    subjects: [{ kind: 'ServiceAccount', name: NAME, namespace: NAMESPACE }],
  });
  const path = `/api/v1/namespaces/${NAMESPACE}/serviceaccounts/${NAME}/token`;
  const body = {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    spec: { expirationSeconds: TOKEN_SECONDS },
  };
  return ((await admin.send('POST', path, body)) as { status: { token: string } }).status.token;
}

/** Replaces what Berth's account may do. */
export async function setBerthRules(admin: AdminApi, rules: readonly RbacRule[]): Promise<void> {
  const role: KubeObject = { apiVersion: `${RBAC}/v1`, kind: 'ClusterRole', metadata: { name: NAME }, rules };
  await admin.apply(role);
}

/** The rules without one right; what else a rule gives stays. */
export function withoutRight(rules: readonly RbacRule[], verb: string, resource: string): RbacRule[] {
  return rules.flatMap((rule) => {
    if (!rule.resources.includes(resource) || !rule.verbs.includes(verb)) return [rule];
    const others = rule.resources.filter((name) => name !== resource);
    const verbs = rule.verbs.filter((name) => name !== verb);
    return [
      ...(others.length > 0 ? [{ ...rule, resources: others }] : []),
      ...(verbs.length > 0 ? [{ ...rule, resources: [resource], verbs }] : []),
    ];
  });
}

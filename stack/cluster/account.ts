/*
 * The accounts that Berth has on a cluster: service accounts in a namespace of their own, each bound to exactly the
 * ClusterRole that docs/permissions.md tells operators to make. It is read from that page, so that the two cannot differ.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { AdminApi } from './admin-api.ts';

const PAGE = join(import.meta.dirname, '..', '..', 'docs', 'permissions.md');
const NAMESPACE = 'berth-system';
const RBAC = 'rbac.authorization.k8s.io';
/** A run does not last longer. */
const TOKEN_SECONDS = 7 * 86_400;

export interface RbacRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

/** The rules of the ClusterRole that a section of the page documents. @throws Error when it documents none */
export function documentedRulesOf(section: 'Kubernetes' | 'OpenTofu'): RbacRule[] {
  const [, rest = ''] = readFileSync(PAGE, 'utf8').split(`## ${section}\n`);
  const [, role] = /^[\s\S]*?```yaml\n([\s\S]*?)```/.exec(rest) ?? [];
  if (!role) throw new Error(`docs/permissions.md has no ClusterRole in its section ${section}`);
  return (parse(role) as { rules: RbacRule[] }).rules;
}

/** Makes the account of this name; returns a token of it. */
export async function makeAccount(admin: AdminApi, name: string, rules: readonly RbacRule[]): Promise<string> {
  await admin.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } });
  await admin.apply({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace: NAMESPACE } });
  await setRules(admin, name, rules);
  await admin.apply({
    apiVersion: `${RBAC}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: { name },
    roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name },
    subjects: [{ kind: 'ServiceAccount', name, namespace: NAMESPACE }],
  });
  const path = `/api/v1/namespaces/${NAMESPACE}/serviceaccounts/${name}/token`;
  const spec = { expirationSeconds: TOKEN_SECONDS };
  const made = await admin.send('POST', path, { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec });
  return (made as { status: { token: string } }).status.token;
}

/** Replaces what the account of this name may do. */
export async function setRules(admin: AdminApi, name: string, rules: readonly RbacRule[]): Promise<void> {
  await admin.apply({ apiVersion: `${RBAC}/v1`, kind: 'ClusterRole', metadata: { name }, rules });
}

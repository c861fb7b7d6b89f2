import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { KubeObject } from '../../sandbox/cluster/objects.ts';
import type { AdminApi } from '../cluster/admin-api.ts';
import { kubeconfig } from '../cluster/kubeconfig.ts';

const PAGE = join(import.meta.dirname, '..', '..', 'docs', 'permissions.md');
const NAMESPACE = 'berth-system';
const NAME = 'berth-plan';
const RBAC = 'rbac.authorization.k8s.io';
/** A run does not last longer. */
const TOKEN_SECONDS = 7 * 86_400;

/** A cluster that plans can be made for. */
export interface PlannableCluster {
  readonly url: string;
  readonly admin: AdminApi;
}

/** The same clusters, each with credentials that can only read. `ca` is the authority of their certificates. */
export async function withPlanAccounts<C extends PlannableCluster>(
  clusters: ReadonlyMap<string, C>,
  ca: string,
): Promise<Map<string, C & { readonly planKubeconfig: string }>> {
  const all = [...clusters].map(async ([name, cluster]) => {
    const token = await makePlanAccount(cluster.admin);
    const user = { user: NAME, credentials: { token } };
    return [
      name,
      { ...cluster, planKubeconfig: kubeconfig({ cluster: name, url: cluster.url, ca, ...user }) },
    ] as const;
  });
  return new Map(await Promise.all(all));
}

/** The account by which OpenTofu plans, with exactly the ClusterRole that docs/permissions.md names; returns a token. */
export async function makePlanAccount(admin: AdminApi): Promise<string> {
  await admin.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } });
  await admin.apply({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: NAME, namespace: NAMESPACE } });
  await admin.apply(documentedRole());
  await admin.apply({
    apiVersion: `${RBAC}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: { name: NAME },
    roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: NAME },
    subjects: [{ kind: 'ServiceAccount', name: NAME, namespace: NAMESPACE }],
  });
  const path = `/api/v1/namespaces/${NAMESPACE}/serviceaccounts/${NAME}/token`;
  const spec = { expirationSeconds: TOKEN_SECONDS };
  const made = await admin.send('POST', path, { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec });
  return (made as { status: { token: string } }).status.token;
}

function documentedRole(): KubeObject {
  const [, text = ''] = /## OpenTofu\n[\s\S]*?```yaml\n([\s\S]*?)```/.exec(readFileSync(PAGE, 'utf8')) ?? [];
  return parse(text) as KubeObject;
}

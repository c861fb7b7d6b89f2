import { documentedRulesOf, makeAccount } from '../cluster/account.ts';
import type { AdminApi } from '../cluster/admin-api.ts';
import { kubeconfig } from '../cluster/kubeconfig.ts';

const NAME = 'berth-plan';

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

/** The account by which OpenTofu plans; returns a token. */
export function makePlanAccount(admin: AdminApi): Promise<string> {
  return makeAccount(admin, NAME, documentedRulesOf('OpenTofu'));
}

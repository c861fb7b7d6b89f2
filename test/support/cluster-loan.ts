/* A real cluster that a test file borrows (cluster-lender.ts), as if it were its own. */
import { type AdminApi, adminApi } from '../../stack/cluster/admin-api.ts';
import { documentedRules, setBerthRules } from '../../stack/cluster/berth-account.ts';
import type { StackClusterPart } from '../../stack/cluster/cluster.ts';
import { type Credentials, kubeconfig } from '../../stack/cluster/kubeconfig.ts';
import type { FleetAccess } from '../../stack/flux/bootstrap.ts';
import { makePlanAccount } from '../../stack/tofu/plan-account.ts';
import { LENT_CLUSTER, type LoanTerms } from './cluster-lender.ts';
import { resetCluster } from './cluster-reset.ts';

/** A process of the cluster that tests may kill. */
export interface LentService {
  kill(): Promise<void>;
  restart(): Promise<void>;
}

export interface BorrowedCluster extends LoanTerms {
  readonly name: string;
  readonly api: AdminApi;
  readonly services: Readonly<Record<StackClusterPart, LentService>>;
  /** How Flux may read a bare repository on disk. */
  fleetAccess(gitFolder: string): Promise<FleetAccess>;
  /** A kubeconfig by which a person of the sandbox signs in. */
  kubeconfigOf(personId: string): Promise<string>;
  readonly adminKubeconfig: string;
  /** Makes the account that can only plan. */
  planKubeconfig(): Promise<string>;
  /** Everything runs, with nothing on it and with Berth's documented rights: as it was when it was new. */
  reset(): Promise<void>;
}

let borrowed: Promise<BorrowedCluster> | undefined;
let borrower = `worker-${process.env.JEST_WORKER_ID ?? '1'}`;

/** For a file that kills servers: a cluster that nobody has after it. Called before any test. */
export function keepClusterToOurselves(): void {
  borrower = `${borrower}-own`;
  afterAll(() => ask('end', ''));
}

/** The cluster of this file; one of which nobody knows what the file before left there, so it is reset. */
export function borrowCluster(): Promise<BorrowedCluster> {
  borrowed ??= borrow();
  return borrowed;
}

afterAll(async () => {
  (await borrowed?.catch(() => undefined))?.api.close();
});

async function borrow(): Promise<BorrowedCluster> {
  const terms = await ask<LoanTerms>('terms', '');
  const { url, ca, parts } = terms;
  const api = adminApi({ url, ca, credentials: terms.admin });
  const signIn = (user: string, credentials: Credentials) =>
    kubeconfig({ cluster: LENT_CLUSTER, url, ca, user, credentials });
  const service = (part: StackClusterPart): LentService => ({
    kill: () => ask('kill', part),
    restart: () => ask('restart', part),
  });
  const services = Object.fromEntries(parts.map((part) => [part, service(part)])) as BorrowedCluster['services'];
  const reset = async () => {
    for (const part of Object.values(services)) await part.restart();
    await setBerthRules(api, documentedRules());
    await resetCluster(api);
  };
  await reset();
  return {
    ...terms,
    name: LENT_CLUSTER,
    api,
    services,
    fleetAccess: (gitFolder) => ask('serve', gitFolder),
    kubeconfigOf: async (personId) => signIn(personId, { token: await ask<string>('token', personId) }),
    adminKubeconfig: signIn('admin', terms.admin),
    planKubeconfig: async () => signIn('berth-plan', { token: await makePlanAccount(api) }),
    reset,
  };
}

/** @throws Error with what the lender says */
async function ask<T>(what: string, word: string): Promise<T> {
  const lender = process.env.BERTH_CLUSTER_LENDER;
  if (!lender) throw new Error('a real cluster is lent by npm run test:stack');
  const response = await fetch(`${lender}/${borrower}/${what}`, { method: 'POST', body: JSON.stringify(word) });
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as T;
}

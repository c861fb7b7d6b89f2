/*
 * How each part is started: as a real component, or as the sandbox's server in its place. What stands in for OpenTofu
 * and for the machines is nothing: without them no profile of the fleet is left to them.
 */
import { type RunningCluster, startCluster } from '../sandbox/cluster/server.ts';
import { type RunningDirectory, startDirectory as startSandboxDirectory } from '../sandbox/directory/server.ts';
import type { GithubServer } from '../sandbox/github/server.ts';
import { KUBERNETES_CLIENT, type SandboxIssuer } from '../sandbox/issuer/issuer.ts';
import type { SandboxContext } from '../sandbox/kit/context.ts';
import { type RunningMail, startMail as startSandboxMail } from '../sandbox/mail/mail.ts';
import { mailAccounts } from '../sandbox/start.ts';
import type { Endpoints } from '../sandbox/write-config.ts';
import { type RunningMachines, startMachines } from './ansible/machines.ts';
import type { StackCluster } from './cluster/cluster.ts';
import { startStackClusters } from './cluster/clusters.ts';
import { type StackDirectory, startDirectory } from './directory/directory.ts';
import { allOrNone } from './kit/all-or-none.ts';
import type { RunningPart, StackContext } from './kit/context.ts';
import { type StackMail, startMail } from './mail/mail.ts';
import { withPlanAccounts } from './tofu/plan-account.ts';
import { type RunningTofu, startTofu } from './tofu/tofu.ts';

/** What a request for a machine of that name on that cluster asks for; without somebody who makes machines, it is there. */
const MACHINES = ['payments-billing.cluster-west-prod.example.test'];

/** What the parts are started with. */
export interface Order {
  readonly context: StackContext;
  readonly sandbox: SandboxContext;
  readonly apiUrl: string;
  readonly webhookSecret: string;
  /** Of the clusters. */
  readonly names: readonly string[];
  /** Says how a part's start ended. */
  told<T>(what: string, part: Promise<T>): Promise<T>;
}

export interface ClusterPart<C> extends RunningPart {
  readonly byName: ReadonlyMap<string, C>;
  /** What Berth is told of them. */
  endpoints(): Promise<Endpoints['clusters']>;
}

/** One way to start each part. */
export interface Starters<D, M, C, T, V> {
  directory(order: Order): Promise<D>;
  mail(order: Order): Promise<M>;
  clusters(order: Order, github: Promise<GithubServer>, issuer: Promise<SandboxIssuer>): Promise<ClusterPart<C>>;
  opentofu(order: Order): Promise<T>;
  machines(order: Order): Promise<V>;
}

type Real = Starters<StackDirectory, StackMail, StackCluster, RunningTofu, RunningMachines>;
type Stand = Starters<RunningDirectory, RunningMail, RunningCluster, undefined, undefined>;

/** The parts that can be real, as `install` and `up` call them. */
export type RealPart = keyof Real;

export const REAL: Real = {
  directory: ({ context, told }) => told('Directory (Samba)', startDirectory(context)),
  mail: ({ context, told }) => told('Mail (Dovecot, Postfix)', startMail(context, { accounts: mailAccounts() })),
  clusters: startRealClusters,
  opentofu: ({ context, told }) => told('OpenTofu and its states', startTofu(context)),
  machines: ({ context, told }) => told('Machines (Ansible)', startMachines(context, { names: MACHINES })),
};

const STAND: Stand = {
  directory: ({ sandbox, told }) => told('Directory (sandbox)', startSandboxDirectory(sandbox)),
  mail: ({ sandbox, told }) => told('Mail (sandbox)', startSandboxMail(sandbox, { accounts: mailAccounts() })),
  clusters: startSandboxClusters,
  opentofu: async () => undefined,
  machines: async () => undefined,
};

type Either = Starters<
  StackDirectory | RunningDirectory,
  StackMail | RunningMail,
  StackCluster | RunningCluster,
  RunningTofu | undefined,
  RunningMachines | undefined
>;

/** Some of the parts real, the others the sandbox's. */
export function startersOf(real: readonly RealPart[]): Either {
  const from = (part: RealPart): Either => (real.includes(part) ? REAL : STAND);
  return {
    directory: (order) => from('directory').directory(order),
    mail: (order) => from('mail').mail(order),
    clusters: (order, github, issuer) => from('clusters').clusters(order, github, issuer),
    opentofu: (order) => from('opentofu').opentofu(order),
    machines: (order) => from('machines').machines(order),
  };
}

/** Clusters are told where the fleet is and who says who people are. */
async function startRealClusters(
  { context, names, told }: Order,
  startingGithub: Promise<GithubServer>,
  startingIssuer: Promise<SandboxIssuer>,
): Promise<ClusterPart<StackCluster>> {
  const [github, { url }] = await Promise.all([startingGithub, startingIssuer]);
  // Flux only reads.
  const fleet = { url: github.gitUrl, username: 'flux', password: github.tokenOf('dana-field') };
  const issuer = { url, audience: KUBERNETES_CLIENT, caFile: context.authority.caFile };
  const clusters = await startStackClusters(context, { names, fleet, issuer, told });
  return { ...clusters, endpoints: () => withPlanAccounts(clusters.byName, context.authority.cert) };
}

async function startSandboxClusters(
  { sandbox, names, told }: Order,
  startingGithub: Promise<GithubServer>,
): Promise<ClusterPart<RunningCluster>> {
  const { repositoryFolder: gitFolder } = await startingGithub;
  const starting = names.map((name) => told(`${name} (sandbox)`, startCluster(sandbox, { name, gitFolder })));
  const clusters = await allOrNone(starting);
  const byName = new Map(names.map((name, i) => [name, clusters[i] as RunningCluster]));
  const close = async () => void (await Promise.all(clusters.map((cluster) => cluster.close())));
  return { byName, endpoints: async () => byName, close };
}

/* One real cluster for all tests of a file; each test finds it as if it were new. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunningCluster } from '../../sandbox/cluster/server.ts';
import { ISSUER_AUDIENCE, type SandboxIssuer, startIssuer } from '../../sandbox/issuer/issuer.ts';
import { Faults } from '../../sandbox/kit/faults.ts';
import { WriteLog } from '../../sandbox/kit/write-log.ts';
import { documentedRules, setBerthRules } from '../../stack/cluster/berth-account.ts';
import { type StackCluster, startStackCluster } from '../../stack/cluster/cluster.ts';
import { kubeconfig } from '../../stack/cluster/kubeconfig.ts';
import { bootstrapFlux, type FleetAccess } from '../../stack/flux/bootstrap.ts';
import type { KeyAndCertificate } from '../../stack/kit/authority.ts';
import { makeStackContext, type StackContext } from '../../stack/kit/context.ts';
import { startClusterProxy } from './cluster-proxy.ts';
import { resetCluster } from './cluster-reset.ts';
import { type GitHttp, startGitHttp } from './git-http.ts';

/** A cluster as one test has it. */
export interface LentCluster {
  readonly context: { readonly writes: WriteLog; readonly faults: Faults };
  /** Berth's way in fails when the test says so. */
  readonly cluster: RunningCluster;
  close(): Promise<void>;
}

interface Shared {
  readonly context: StackContext;
  readonly name: string;
  readonly git: GitHttp;
  readonly people: SandboxIssuer;
  readonly cluster: StackCluster;
  readonly proxyTls: KeyAndCertificate;
  isNew: boolean;
}

let shared: Promise<Shared> | undefined;

/** Lends the cluster of this test file, with Flux bootstrapped from a bare repository on disk. */
export async function lendCluster(name: string, gitFolder: string): Promise<LentCluster> {
  shared ??= start(name, gitFolder);
  const lent = await shared;
  const { cluster: real, context } = lent;
  if (!lent.isNew) await bootstrapFlux(real.admin, name, fleetOf(lent.git, gitFolder));
  lent.isNew = false;
  const faults = new Faults();
  const writes = new WriteLog();
  const tls = { ...lent.proxyTls, ca: context.authority.cert };
  const proxy = await startClusterProxy({ name, target: real.url, tls, faults, writes });
  const throughProxy = real.kubeconfig.replace(real.url, proxy.url);
  return {
    context: { writes, faults },
    cluster: { ...real, url: proxy.url, kubeconfig: throughProxy, close: () => proxy.close() },
    close: async () => {
      await proxy.close();
      // A world of the whole file is closed after its cluster has ended.
      if (shared) await giveBack(real);
    },
  };
}

/** The cluster of this test file itself, beside what Berth sees of it. @throws Error before a test has it */
export async function lentCluster(): Promise<StackCluster> {
  return (await requireShared()).cluster;
}

/** A kubeconfig by which a person of the sandbox signs in to the cluster itself. */
export async function kubeconfigOf(personId: string): Promise<string> {
  const { cluster, people, context, name } = await requireShared();
  const credentials = { token: await people.tokenFor(personId) };
  return kubeconfig({ cluster: name, url: cluster.url, ca: context.authority.cert, user: personId, credentials });
}

/** How Flux may read a bare repository on disk. */
export async function fleetAccess(gitFolder: string): Promise<FleetAccess> {
  return fleetOf((await requireShared()).git, gitFolder);
}

async function requireShared(): Promise<Shared> {
  if (!shared) throw new Error('no test of this file has a cluster yet');
  return shared;
}

async function giveBack({ admin, services }: StackCluster): Promise<void> {
  // A test may have stopped any of them.
  for (const service of Object.values(services)) await service.restart();
  await setBerthRules(admin, documentedRules());
  await resetCluster(admin);
}

async function start(name: string, gitFolder: string): Promise<Shared> {
  const context = await makeStackContext(mkdtempSync(join(tmpdir(), 'berth-stack-')));
  const hosts = ['127.0.0.1', 'localhost'];
  const proxyTls = await context.authority.issue('proxy', { commonName: 'proxy', hosts });
  const git = await startGitHttp();
  const people = await startPeople(context, proxyTls);
  const issuer = { url: people.url, audience: ISSUER_AUDIENCE, caFile: context.authority.caFile };
  const cluster = await startStackCluster(context, { name, fleet: fleetOf(git, gitFolder), nodes: 3, issuer });
  return { context, name, git, people, cluster, proxyTls, isNew: true };
}

/** One person in each role of the project, and some in none. */
const ROLES: Readonly<Record<string, string>> = { lee: 'leads', dana: 'developers', ada: 'viewers' };

function startPeople({ folder, authority }: StackContext, { key, cert }: KeyAndCertificate): Promise<SandboxIssuer> {
  const tls = { key, cert, caFile: authority.caFile };
  const context = { folder, tls, faults: new Faults(), writes: new WriteLog() };
  const groupsOf = async (id: string) => (ROLES[id] ? [`berth-payments-${ROLES[id]}`] : []);
  return startIssuer(context, { https: true, groupsOf });
}

const fleetOf = (git: GitHttp, folder: string): FleetAccess => ({
  url: git.serve(folder),
  username: git.username,
  password: git.password,
});

afterAll(async () => {
  const ended = await shared;
  shared = undefined;
  await ended?.cluster.close();
  await ended?.git.close();
  await ended?.people.close();
  if (ended) rmSync(ended.context.folder, { recursive: true, force: true });
});

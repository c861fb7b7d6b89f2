/* One real cluster for all tests of a file; each test finds it as if it were new. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunningCluster } from '../../sandbox/cluster/server.ts';
import { Faults } from '../../sandbox/kit/faults.ts';
import { WriteLog } from '../../sandbox/kit/write-log.ts';
import { documentedRules, setBerthRules } from '../../stack/cluster/berth-account.ts';
import { type StackCluster, startStackCluster } from '../../stack/cluster/cluster.ts';
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
  const kubeconfig = real.kubeconfig.replace(real.url, proxy.url);
  return {
    context: { writes, faults },
    cluster: { ...real, url: proxy.url, kubeconfig, close: () => proxy.close() },
    close: async () => {
      await proxy.close();
      // A world of the whole file is closed after its cluster has ended.
      if (shared) await giveBack(real);
    },
  };
}

/** The cluster of this test file itself, beside what Berth sees of it. @throws Error before a test has it */
export async function lentCluster(): Promise<StackCluster> {
  if (!shared) throw new Error('no test of this file has a cluster yet');
  return (await shared).cluster;
}

/** How Flux may read a bare repository on disk. */
export async function fleetAccess(gitFolder: string): Promise<FleetAccess> {
  if (!shared) throw new Error('no test of this file has a cluster yet');
  return fleetOf((await shared).git, gitFolder);
}

async function giveBack({ admin, services }: StackCluster): Promise<void> {
  // A test may have stopped any of them.
  for (const service of Object.values(services)) await service.restart();
  await setBerthRules(admin, documentedRules());
  await resetCluster(admin);
}

async function start(name: string, gitFolder: string): Promise<Shared> {
  const context = await makeStackContext(mkdtempSync(join(tmpdir(), 'berth-stack-')));
  const git = await startGitHttp();
  const cluster = await startStackCluster(context, { name, fleet: fleetOf(git, gitFolder), nodes: 3 });
  const hosts = ['127.0.0.1', 'localhost'];
  const proxyTls = await context.authority.issue('proxy', { commonName: 'proxy', hosts });
  return { context, name, git, cluster, proxyTls, isNew: true };
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
  if (ended) rmSync(ended.context.folder, { recursive: true, force: true });
});

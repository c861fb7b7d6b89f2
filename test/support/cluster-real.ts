/* The real cluster that a test file borrows, with what is wrong with it and what is written to it under the test's eyes. */
import type { RunningCluster } from '../../sandbox/cluster/server.ts';
import { Faults } from '../../sandbox/kit/faults.ts';
import { WriteLog } from '../../sandbox/kit/write-log.ts';
import { clusterByHand } from '../../stack/cluster/cluster.ts';
import { bootstrapFlux } from '../../stack/flux/bootstrap.ts';
import { borrowCluster } from './cluster-loan.ts';
import { startClusterProxy } from './cluster-proxy.ts';

/** A cluster as one test has it. */
export interface WatchedCluster {
  readonly context: { readonly writes: WriteLog; readonly faults: Faults };
  /** Berth's way in fails when the test says so. */
  readonly cluster: RunningCluster;
  close(): Promise<void>;
}

/** The cluster of this file, as if it were new, with Flux bootstrapped from a bare repository on disk. */
export async function watchCluster(gitFolder: string): Promise<WatchedCluster> {
  const real = await borrowCluster();
  const { name, url, kubeconfig, proxyTls, ca, api } = real;
  await bootstrapFlux(api, name, await real.fleetAccess(gitFolder));
  const context = { faults: new Faults(), writes: new WriteLog() };
  const proxy = await startClusterProxy({ name, target: url, tls: { ...proxyTls, ca }, ...context });
  return {
    context,
    cluster: {
      ...clusterByHand(api, real.services.kwok),
      url: proxy.url,
      kubeconfig: kubeconfig.replace(url, proxy.url),
      close: () => proxy.close(),
    },
    close: async () => {
      await proxy.close();
      await real.reset();
    },
  };
}

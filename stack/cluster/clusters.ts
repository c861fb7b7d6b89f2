import type { FleetAccess } from '../flux/bootstrap.ts';
import { allOrNone } from '../kit/all-or-none.ts';
import type { RunningPart, StackContext } from '../kit/context.ts';
import type { PeopleIssuer } from './authentication.ts';
import { type StackCluster, startStackCluster } from './cluster.ts';

export interface StackClustersOptions {
  readonly names: readonly string[];
  readonly fleet: FleetAccess;
  readonly issuer?: PeopleIssuer;
  /** Told of each that is starting. */
  told(title: string, cluster: Promise<StackCluster>): Promise<StackCluster>;
}

export interface StackClusters extends RunningPart {
  readonly byName: ReadonlyMap<string, StackCluster>;
}

/** Nodes of a cluster: as the fleet's profiles have them, a handful where people only try things. */
const nodesOf = (cluster: string) => (cluster.endsWith('-dev') ? 3 : 25);

/** The clusters of the fleet, all at once. @throws the error of one that did not come up */
export async function startStackClusters(
  context: StackContext,
  { names, told, ...common }: StackClustersOptions,
): Promise<StackClusters> {
  const starting = names.map((name) => {
    const cluster = startStackCluster(context, { ...common, name, nodes: nodesOf(name) });
    return told(`${name} (Kubernetes, Flux)`, cluster);
  });
  const clusters = await allOrNone(starting);
  return {
    byName: new Map(names.map((name, i) => [name, clusters[i] as StackCluster])),
    close: async () => void (await Promise.all(clusters.map((cluster) => cluster.close()))),
  };
}

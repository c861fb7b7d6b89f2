import { CLUSTERS } from '../../sandbox/start.ts';
import type { FleetAccess } from '../flux/bootstrap.ts';
import type { StackContext } from '../kit/context.ts';
import type { PeopleIssuer } from './authentication.ts';
import { type StackCluster, startStackCluster } from './cluster.ts';

export interface StackClustersOptions {
  readonly fleet: FleetAccess;
  readonly issuer?: PeopleIssuer;
  /** Told of each, by its title; the whole is over when none is starting any more. */
  started(title: string, cluster: Promise<StackCluster>): Promise<StackCluster>;
}

/** Nodes of a cluster: as the fleet's profiles have them, a handful where people only try things. */
const nodesOf = (cluster: string) => (cluster.endsWith('-dev') ? 3 : 25);

/** The clusters of the fleet, all at once, by name. @throws the error of one that did not come up */
export async function startStackClusters(
  context: StackContext,
  { started, ...common }: StackClustersOptions,
): Promise<Map<string, StackCluster>> {
  const starting = CLUSTERS.map((name) => {
    const cluster = startStackCluster(context, { ...common, name, nodes: nodesOf(name) });
    return started(`${name} (Kubernetes, Flux)`, cluster);
  });
  await Promise.allSettled(starting);
  const clusters = await Promise.all(starting);
  return new Map(CLUSTERS.map((name, i) => [name, clusters[i] as StackCluster]));
}

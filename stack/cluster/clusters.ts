import { CLUSTERS } from '../../sandbox/start.ts';
import type { FleetAccess } from '../flux/bootstrap.ts';
import type { StackContext } from '../kit/context.ts';
import type { PeopleIssuer } from './authentication.ts';
import { type StackCluster, startStackCluster } from './cluster.ts';

/** Nodes of a cluster: as the fleet's profiles have them, a handful where people only try things. */
const nodesOf = (cluster: string) => (cluster.endsWith('-dev') ? 3 : 25);

/** The clusters of the fleet, all at once, by name. */
export async function startStackClusters(
  context: StackContext,
  options: { readonly fleet: FleetAccess; readonly issuer?: PeopleIssuer; readonly names?: readonly string[] },
): Promise<Map<string, StackCluster>> {
  const { names = CLUSTERS, ...common } = options;
  const started = names.map(
    async (name) => [name, await startStackCluster(context, { ...common, name, nodes: nodesOf(name) })] as const,
  );
  return new Map(await Promise.all(started));
}

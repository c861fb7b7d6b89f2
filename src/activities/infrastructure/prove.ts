import { heartbeat } from '@temporalio/activity';
import { type KubernetesClient, type KubernetesObject, keyOf } from '../../clients/kubernetes.ts';
import { REQUEST_LABEL, withMarks } from '../../infrastructure/marks.ts';
import type { ReadFleetFile } from '../../infrastructure/order.ts';
import { readWalls, titleOf } from '../../infrastructure/walls.ts';
import { type Clusters, onCluster } from '../kubernetes-access.ts';
import { findDifference } from './difference.ts';
import type { MergedRequest } from './executor.ts';

/** Reads every object of the merged walls; one line for each that is missing or other than merged. */
export async function findMissingWalls(
  deps: { clusters: Clusters; readFile: ReadFleetFile },
  order: MergedRequest,
): Promise<string[]> {
  return findMissingOf(await readWalls(deps.readFile, order), deps.clusters, order);
}

/** The same for walls that are known already. */
export async function findMissingOf(
  walls: readonly KubernetesObject[],
  clusters: Clusters,
  order: MergedRequest,
): Promise<string[]> {
  const { cluster } = order.placement;
  const client = clusters(cluster);
  const missing: string[] = [];
  for (const wall of walls) {
    heartbeat(titleOf(wall));
    const problem = await onCluster(cluster, () => problemOf(client, wall, order));
    if (problem) missing.push(`${problem} on ${cluster}`);
  }
  return missing;
}

async function problemOf(
  client: KubernetesClient,
  wall: KubernetesObject,
  order: MergedRequest,
): Promise<string | undefined> {
  const actual = await client.readObject(keyOf(wall));
  if (!actual) return `${titleOf(wall)} is missing`;
  if (actual.metadata.deletionTimestamp) return `${titleOf(wall)} is being deleted`;
  const wanted = withoutMaker(withMarks(wall, order.request, null));
  const difference = findDifference(wanted, actual);
  return difference === undefined ? undefined : `${titleOf(wall)} differs at ${difference}`;
}

/** An object may have been made by an earlier request of the project: that label says nothing about what it is. */
function withoutMaker(object: KubernetesObject): KubernetesObject {
  const { [REQUEST_LABEL]: _maker, ...labels } = object.metadata.labels ?? {};
  return { ...object, metadata: { ...object.metadata, labels } };
}

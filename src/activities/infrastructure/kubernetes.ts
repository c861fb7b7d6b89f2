import { cancellationSignal, heartbeat } from '@temporalio/activity';
import { type KubernetesClient, type KubernetesObject, keyOf } from '../../clients/kubernetes.ts';
import { FLUX_NAMESPACE } from '../../domain/render/manifest.ts';
import { applyWalls } from '../../infrastructure/apply.ts';
import { marksOf } from '../../infrastructure/marks.ts';
import type { ReadFleetFile } from '../../infrastructure/order.ts';
import { readWalls, titleOf, WALL_KINDS } from '../../infrastructure/walls.ts';
import { type Clusters, onCluster } from '../kubernetes-access.ts';
import type { InfrastructureExecutor, PlacedRequest } from './executor.ts';
import { manualCommands } from './manual.ts';
import { findMissingWalls } from './prove.ts';

interface Deps {
  readonly clusters: Clusters;
  readonly readFile: ReadFleetFile;
  readonly fleet: string;
}

/** Berth itself applies the merged `walls.yaml` by server-side apply. */
export function kubernetesExecutor(deps: Deps): InfrastructureExecutor {
  return {
    apply: async (order) => {
      const { cluster } = order.placement;
      const walls = await readWalls(deps.readFile, order);
      const objects = await onCluster(cluster, () => applyWalls(deps.clusters(cluster), walls, order, step));
      return { objects };
    },
    findMissing: (order) => findMissingWalls(deps, order),
    remove: (order) => {
      const { cluster } = order.placement;
      return onCluster(cluster, () => removeWalls(deps.clusters(cluster), order));
    },
    commands: (order) => manualCommands(deps, order),
  };
}

/** Removes what carries this request's mark: Flux's side first, the namespace last. What is gone already is done. */
export async function removeWalls(client: KubernetesClient, order: PlacedRequest): Promise<string[]> {
  const { environment, cluster } = order.placement;
  const removed: string[] = [];
  for (const object of await ownWalls(client, order, [FLUX_NAMESPACE, environment])) {
    step(`removing ${titleOf(object)}`);
    if (await client.deleteObject(keyOf(object))) removed.push(`${titleOf(object)} on ${cluster}`);
  }
  return removed;
}

async function ownWalls(
  client: KubernetesClient,
  order: PlacedRequest,
  namespaces: readonly string[],
): Promise<KubernetesObject[]> {
  const labels = marksOf(order.request);
  const found: KubernetesObject[] = [];
  for (const namespace of namespaces) {
    for (const kind of WALL_KINDS.filter((k) => k.kind !== 'Namespace')) {
      step(`looking for ${kind.kind} in ${namespace}`);
      found.push(...(await client.listObjects({ ...kind, namespace, labels })));
    }
  }
  const key = { apiVersion: 'v1', kind: 'Namespace', name: order.placement.environment };
  const namespace = await client.readObject(key);
  const isOurs = namespace && Object.entries(labels).every(([k, v]) => namespace.metadata.labels?.[k] === v);
  return isOurs ? [...found, namespace] : found;
}

function step(what: string): void {
  cancellationSignal().throwIfAborted();
  heartbeat(what);
}

import { cancellationSignal, heartbeat } from '@temporalio/activity';
import { type KubernetesClient, type KubernetesObject, keyOf } from '../../clients/kubernetes.ts';
import { FLUX_NAMESPACE } from '../../domain/render/manifest.ts';
import { failure } from '../failures.ts';
import { type Clusters, onCluster } from '../kubernetes-access.ts';
import type { InfrastructureExecutor, MergedRequest, PlacedRequest, ReadFleetFile } from './executor.ts';
import { manualCommands } from './manual.ts';
import { belongsToProject, marksOf, withMarks } from './marks.ts';
import { findMissingWalls } from './prove.ts';
import { readWalls, titleOf, WALL_KINDS } from './walls.ts';

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
      return onCluster(cluster, () => applyWalls(deps.clusters(cluster), walls, order));
    },
    findMissing: (order) => findMissingWalls(deps, order),
    remove: (order) => {
      const { cluster } = order.placement;
      return onCluster(cluster, () => removeWalls(deps.clusters(cluster), order));
    },
    commands: (order) => manualCommands(deps, order),
  };
}

/** Looks at everything before the first write, so that a taken name leaves nothing half made. */
async function applyWalls(
  client: KubernetesClient,
  walls: readonly KubernetesObject[],
  order: MergedRequest,
): Promise<{ objects: string[] }> {
  const found: (KubernetesObject | null)[] = [];
  for (const wall of walls) {
    step(`looking at ${titleOf(wall)}`);
    const existing = await client.readObject(keyOf(wall));
    if (existing) refuseForeign(existing, order);
    found.push(existing);
  }
  for (const [i, wall] of walls.entries()) {
    const existing = found[i] ?? null;
    step(`${i + 1} of ${walls.length}: ${titleOf(wall)}`);
    // What carries our mark is ours whole; a field somebody edited by hand is taken back.
    await client.applyObject(withMarks(wall, order.request, existing), { force: existing !== null });
  }
  return { objects: walls.map(titleOf) };
}

function refuseForeign(existing: KubernetesObject, order: MergedRequest): void {
  const { cluster } = order.placement;
  const { project } = order.request;
  if (!belongsToProject(existing, project)) {
    const mend = 'adopt it (by marking it as ours), remove it, or choose another name';
    throw failure('NameTaken', `${titleOf(existing)} exists on ${cluster} and is not Berth's for ${project}: ${mend}`);
  }
  if (existing.metadata.deletionTimestamp) {
    throw failure('NotYet', `${titleOf(existing)} is still being deleted on ${cluster}`);
  }
}

/** Removes what carries this request's mark: Flux's side first, the namespace last. What is gone already is done. */
async function removeWalls(client: KubernetesClient, order: PlacedRequest): Promise<string[]> {
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

import { cancellationSignal, heartbeat } from '@temporalio/activity';
import { applyWalls } from '../../infrastructure/apply.ts';
import { marksOf, projectMarks } from '../../infrastructure/marks.ts';
import type { ReadFleetFile } from '../../infrastructure/order.ts';
import { readWalls } from '../../infrastructure/walls.ts';
import { type Clusters, onCluster } from '../kubernetes-access.ts';
import type { InfrastructureExecutor } from './executor.ts';
import { manualCommands } from './manual.ts';
import { findMissingWalls } from './prove.ts';
import { removeWalls } from './remove-walls.ts';

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
      return onCluster(cluster, () => removeWalls(deps.clusters(cluster), order.placement, marksOf(order.request)));
    },
    dismantle: async (order) => {
      const { cluster } = order.placement;
      const marks = projectMarks(order.request.project);
      const removed = await onCluster(cluster, () => removeWalls(deps.clusters(cluster), order.placement, marks));
      return { removed };
    },
    commands: (order) => manualCommands(deps, order),
  };
}

function step(what: string): void {
  cancellationSignal().throwIfAborted();
  heartbeat(what);
}

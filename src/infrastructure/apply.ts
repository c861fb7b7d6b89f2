import { type KubernetesClient, type KubernetesObject, keyOf } from '../clients/kubernetes.ts';
import { InfrastructureError } from './error.ts';
import { belongsToProject, withMarks } from './marks.ts';
import type { WallsOrder } from './order.ts';
import { titleOf } from './walls.ts';

/**
 * Applies walls in their order by server-side apply. Looks at everything before the first write, so that a taken name
 * leaves nothing half made. Returns the title of each.
 * @param step told before each call; may throw to stop.
 * @throws InfrastructureError `NameTaken` for an object that is not the project's, `NotYet` for one being deleted;
 * KubernetesError
 */
export async function applyWalls(
  client: KubernetesClient,
  walls: readonly KubernetesObject[],
  order: WallsOrder,
  step: (what: string) => void,
): Promise<string[]> {
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
  return walls.map(titleOf);
}

/** @throws InfrastructureError `NameTaken` when the object is not the project's, `NotYet` when it is being deleted */
export function refuseForeign(
  existing: KubernetesObject,
  order: {
    readonly request: Pick<WallsOrder['request'], 'project'>;
    readonly placement: Pick<WallsOrder['placement'], 'cluster'>;
  },
): void {
  const { cluster } = order.placement;
  const { project } = order.request;
  if (!belongsToProject(existing, project)) {
    const mend = 'adopt it (by marking it as ours), remove it, or choose another name';
    const what = `${titleOf(existing)} exists on ${cluster} and is not Berth's for ${project}: ${mend}`;
    throw new InfrastructureError('NameTaken', what);
  }
  if (existing.metadata.deletionTimestamp) {
    throw new InfrastructureError('NotYet', `${titleOf(existing)} is still being deleted on ${cluster}`);
  }
}

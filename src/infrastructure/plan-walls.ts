import { type KubernetesClient, type KubernetesObject, keyOf } from '../clients/kubernetes.ts';
import { belongsToProject } from './marks.ts';
import { titleOf } from './walls.ts';

/** What applying one wall would do; `taken` is another's object, which stops the apply. */
export interface PlannedWall {
  readonly title: string;
  readonly action: 'create' | 'update' | 'keep' | 'taken';
}

/** Looks at each wall on the cluster, with rights that only read. Fields that the cluster adds do not count. */
export async function planWalls(
  client: Pick<KubernetesClient, 'readObject'>,
  walls: readonly KubernetesObject[],
  project: string,
): Promise<PlannedWall[]> {
  const planned: PlannedWall[] = [];
  for (const wall of walls) {
    const found = await client.readObject(keyOf(wall));
    planned.push({ title: titleOf(wall), action: actionOf(wall, found, project) });
  }
  return planned;
}

function actionOf(wall: KubernetesObject, found: KubernetesObject | null, project: string): PlannedWall['action'] {
  if (!found) return 'create';
  if (!belongsToProject(found, project)) return 'taken';
  return isPartOf(wall, found) ? 'keep' : 'update';
}

/** True when all that is wanted is there already. */
function isPartOf(wanted: unknown, there: unknown): boolean {
  if (wanted === null || typeof wanted !== 'object') return wanted === there;
  if (there === null || typeof there !== 'object') return false;
  if (Array.isArray(wanted) && (!Array.isArray(there) || there.length !== wanted.length)) return false;
  return Object.entries(wanted).every(([key, value]) => isPartOf(value, (there as Record<string, unknown>)[key]));
}

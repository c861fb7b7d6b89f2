import type { KubernetesObject } from '../clients/kubernetes.ts';
import type { WallsOwner } from './order.ts';

export const MANAGED_BY = 'app.kubernetes.io/managed-by';
const PROJECT_LABEL = 'berth.dev/project';
/** Which request made an object. */
export const REQUEST_LABEL = 'berth.dev/request';

/** The labels by which Berth knows its own objects. */
export const marksOf = (request: WallsOwner): Record<string, string> => ({
  [MANAGED_BY]: 'berth',
  [PROJECT_LABEL]: request.project,
  [REQUEST_LABEL]: request.reference,
});

/** The labels that all of a project's objects have, whichever request made them. */
export const projectMarks = (project: string): Record<string, string> => ({
  [MANAGED_BY]: 'berth',
  [PROJECT_LABEL]: project,
});

/** True when Berth made the object for this project, by whichever request. */
export function belongsToProject(object: KubernetesObject, project: string): boolean {
  const labels = object.metadata.labels ?? {};
  return labels[MANAGED_BY] === 'berth' && labels[PROJECT_LABEL] === project;
}

/** The object with our marks; one that exists keeps the mark of the request that made it, since undo goes by it. */
export function withMarks(
  object: KubernetesObject,
  request: WallsOwner,
  existing: KubernetesObject | null,
): KubernetesObject {
  const maker = existing?.metadata.labels?.[REQUEST_LABEL];
  const marks = { ...marksOf(request), ...(maker ? { [REQUEST_LABEL]: maker } : {}) };
  return { ...object, metadata: { ...object.metadata, labels: { ...object.metadata.labels, ...marks } } };
}

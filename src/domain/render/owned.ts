import type { ChangePlan } from '../change.ts';
import { environmentPath, projectPath, requestPath } from '../fleet-settings.ts';
import type { ServiceRequest } from '../request.ts';
import { appsFolder } from './flux.ts';

/**
 * Does this path of the fleet belong to the request's environment? Everything in its folders does, also what Berth did
 * not write: a file that somebody adds there changes the content people decide on.
 */
export function ownsPath(
  { environment, placements, paths }: Pick<ChangePlan, 'environment' | 'placements' | 'paths'>,
  { project, reference }: Pick<ServiceRequest, 'project' | 'reference'>,
  path: string,
): boolean {
  // The project's file is owned only by the request that made it.
  const files = [requestPath(project, reference), environmentPath(environment)];
  if (files.includes(path) || (path === projectPath(project) && paths.includes(path))) return true;
  return placements.some(
    ({ cluster }) =>
      path === `clusters/${cluster}/config/${environment}.yaml` ||
      path.startsWith(`${appsFolder(cluster, environment)}/`) ||
      path.startsWith(`infrastructure/${cluster}/${environment}/`),
  );
}

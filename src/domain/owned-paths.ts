import { environmentPath, projectPath, requestPath } from './fleet-settings.ts';
import { appsFolder } from './render/flux.ts';

/** A rendered request, as its files say it. */
export interface RenderedOwner {
  readonly reference: string;
  readonly project: string;
  readonly environment: string;
  readonly clusters: readonly string[];
  /** The project's file was written by this request. */
  readonly ownsProject: boolean;
}

/** Of all paths at the commit that merged a request, those that its rendering owns: the ones its specHash is over. */
export function ownedPaths(paths: readonly string[], owner: RenderedOwner): string[] {
  const { reference, project, environment, clusters, ownsProject } = owner;
  const single = new Set([
    requestPath(project, reference),
    environmentPath(environment),
    ...(ownsProject ? [projectPath(project)] : []),
    ...clusters.map((cluster) => `clusters/${cluster}/config/${environment}.yaml`),
  ]);
  const folders = clusters.flatMap((cluster) => [
    `infrastructure/${cluster}/${environment}/`,
    `${appsFolder(cluster, environment)}/`,
  ]);
  return paths.filter((path) => single.has(path) || folders.some((folder) => path.startsWith(folder)));
}

/** Whose a path of the fleet is. */
export type PathOwner =
  | { readonly kind: 'environment'; readonly environment: string; readonly cluster: string | null; readonly part: Part }
  | { readonly kind: 'request'; readonly project: string; readonly reference: string }
  | { readonly kind: 'project'; readonly project: string }
  /** Whoever runs the platform: settings, workflows, what clusters share. */
  | { readonly kind: 'platform' };

/** Which of its files: the record, Flux's Kustomization, what Flux applies, the walls. */
type Part = 'record' | 'config' | 'apps' | 'infrastructure';

const PLATFORM: PathOwner = { kind: 'platform' };
const CONFIG = /^clusters\/([^/]+)\/config\/([^/]+)\.yaml$/;
const APPS = /^clusters\/([^/]+)\/apps\/([^/]+)\/./;
const INFRASTRUCTURE = /^infrastructure\/([^/]+)\/([^/]+)\/./;
const RECORD = /^environments\/([^/]+)\/./;
const REQUEST = /^requests\/([^/]+)\/([^/]+)\.yaml$/;
const PROJECT = /^projects\/([^/]+)\.yaml$/;

const PLACED = [
  { part: 'config', pattern: CONFIG },
  { part: 'apps', pattern: APPS },
  { part: 'infrastructure', pattern: INFRASTRUCTURE },
] as const;

export function ownerOf(path: string): PathOwner {
  for (const { part, pattern } of PLACED) {
    const [, cluster, environment] = pattern.exec(path) ?? [];
    if (cluster && environment) return { kind: 'environment', environment, cluster, part };
  }
  const [, environment] = RECORD.exec(path) ?? [];
  if (environment) return { kind: 'environment', environment, cluster: null, part: 'record' };
  const [, asker, reference] = REQUEST.exec(path) ?? [];
  if (asker && reference) return { kind: 'request', project: asker, reference };
  const [, project] = PROJECT.exec(path) ?? [];
  return project ? { kind: 'project', project } : PLATFORM;
}

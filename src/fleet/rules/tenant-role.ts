import { WALL_KINDS } from '../../infrastructure/walls.ts';
import { valueAt } from '../objects.ts';
import type { GroupVersionKind } from '../schemas.ts';
import { type FleetTree, objectsOf } from '../tree.ts';

/** What Flux may do for an environment on one cluster. */
export interface TenantRole {
  readonly path: string;
  readonly rules: readonly TenantRule[];
}

interface TenantRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/** Null when the cluster has none in Git: then only the cluster knows. */
export function readTenantRole(tree: FleetTree, cluster: string): TenantRole | null {
  const path = `clusters/${cluster}/tenant-role.yaml`;
  const rules = valueAt(objectsOf(tree, path)[0]?.value, 'rules');
  return Array.isArray(rules) ? { path, rules: rules as TenantRule[] } : null;
}

/** Which kinds environments may have on a cluster: Flux's own, walls, and what the tenant role lets Flux apply. */
export function environmentKinds(tree: FleetTree, cluster: string): (kind: GroupVersionKind) => boolean {
  const role = readTenantRole(tree, cluster);
  return ({ group, version, kind }) => {
    const apiVersion = group ? `${group}/${version}` : version;
    if (apiVersion === FLUX.apiVersion && kind === FLUX.kind) return true;
    return (
      WALL_KINDS.some((wall) => wall.apiVersion === apiVersion && wall.kind === kind) ||
      !role ||
      mayApply(role, apiVersion, kind)
    );
  };
}

const FLUX = { apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization' } as const;

export function mayApply({ rules }: TenantRole, apiVersion: string, kind: string): boolean {
  const group = apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
  return rules.some(
    ({ apiGroups, resources, verbs }) =>
      names(apiGroups, group) && names(resources, pluralOf(kind)) && names(verbs, 'create'),
  );
}

const names = (list: readonly string[], one: string) => list.includes(one) || list.includes('*');

/** As Kubernetes derives the name of a resource from its kind. */
export function pluralOf(kind: string): string {
  const word = kind.toLowerCase();
  if (/(s|x|z|ch|sh)$/.test(word)) return `${word}es`;
  return /[^aeiou]y$/.test(word) ? `${word.slice(0, -1)}ies` : `${word}s`;
}

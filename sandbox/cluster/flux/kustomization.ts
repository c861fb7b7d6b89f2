import { forbidden } from '../api.ts';
import { ApiError } from '../api-error.ts';
import { fieldsOf, type KubeObject } from '../objects.ts';
import { mayByBindings, serviceAccountUser } from '../rbac.ts';
import { findKind, knownKind, type ResourceKind } from '../resources.ts';
import { refuseInvalid, refuseUnknownFields } from '../schemas.ts';
import type { Store } from '../store.ts';

const MANAGER = 'kustomize-controller';
const SERVICE_ACCOUNT = knownKind('v1', 'ServiceAccount');
export const KUSTOMIZATION = knownKind('kustomize.toolkit.fluxcd.io/v1', 'Kustomization');

/** An object that Flux may not or cannot apply, in its words. */
export class ApplyError extends Error {}

/** Applies a build as the Kustomization's service account: dry run of everything first. Returns the inventory. */
export function applyBuild(store: Store, owner: KubeObject, built: readonly KubeObject[]): string[] {
  const objects = built.map((object) => prepare(owner, object));
  for (const object of objects) tryApply(store, owner, object, true);
  for (const object of objects) tryApply(store, owner, object, false);
  return objects.map(inventoryId);
}

/** Deletes what an inventory names, and what pruned Kustomizations had applied in turn. */
export function prune(store: Store, ids: readonly string[]): void {
  for (const id of ids) {
    const object = store.all().find((o) => inventoryId(o) === id);
    const resource = object && findKind(object.apiVersion, object.kind);
    if (!object || !resource) continue;
    if (resource === KUSTOMIZATION && object['spec'] && fieldsOf(object, 'spec')['prune']) {
      prune(store, inventoryOf(object));
    }
    store.delete(resource, object.metadata.namespace, object.metadata.name);
  }
}

/** Ids of the objects that a Kustomization owns. */
export function inventoryOf(kustomization: KubeObject): string[] {
  const entries = fieldsOf(kustomization['status'], 'inventory')['entries'];
  return Array.isArray(entries) ? entries.map((entry) => String((entry as { id: unknown }).id)) : [];
}

/** `<namespace>_<name>_<group>_<kind>`. */
export function inventoryId(object: KubeObject): string {
  const [group] = object.apiVersion.includes('/') ? object.apiVersion.split('/') : [''];
  return `${object.metadata.namespace ?? ''}_${object.metadata.name}_${group}_${object.kind}`;
}

function prepare(owner: KubeObject, object: KubeObject): KubeObject {
  const resource = findKind(object.apiVersion, object.kind);
  if (!resource) {
    const missing = `no matches for kind "${object.kind}" in version "${object.apiVersion}"`;
    throw new ApplyError(`${display(object)} dry-run failed: ${missing}`);
  }
  const target = fieldsOf(owner, 'spec')['targetNamespace'];
  const namespace = typeof target === 'string' ? target : object.metadata.namespace;
  if (resource.namespaced && !namespace) throw new ApplyError(`${display(object)} namespace not specified`);
  return {
    ...object,
    metadata: {
      ...object.metadata,
      ...(resource.namespaced && namespace ? { namespace } : {}),
      labels: {
        ...object.metadata.labels,
        'kustomize.toolkit.fluxcd.io/name': owner.metadata.name,
        'kustomize.toolkit.fluxcd.io/namespace': owner.metadata.namespace ?? '',
      },
    },
  };
}

function tryApply(store: Store, owner: KubeObject, object: KubeObject, dryRun: boolean): void {
  const resource = knownKind(object.apiVersion, object.kind);
  try {
    requireRight(store, owner, object, resource);
    // Flux normalises built-in kinds through typed objects, so their unknown fields pass silently.
    if (!resource.builtIn) refuseUnknownFields(object, resource);
    refuseInvalid(object, resource);
    store.apply(resource, object, { manager: MANAGER, force: true, dryRun });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const reason = error.code < 500 ? ` (${error.reason})` : '';
    throw new ApplyError(`${display(object)} dry-run failed${reason}: ${error.message}`);
  }
}

/** A missing service account reads as a plain Forbidden for its name, as with the real controller. */
function requireRight(store: Store, owner: KubeObject, object: KubeObject, resource: ResourceKind): void {
  const account = fieldsOf(owner, 'spec')['serviceAccountName'];
  if (typeof account !== 'string') return;
  const { namespace, name } = object.metadata;
  const user = serviceAccountUser(owner.metadata.namespace ?? '', account);
  const exists = store.get(SERVICE_ACCOUNT, owner.metadata.namespace, account) !== undefined;
  const access = { user, verb: 'patch', group: resource.group, resource: resource.plural };
  if (exists && namespace && mayByBindings(store, { ...access, namespace })) return;
  throw forbidden(user, 'patch', resource, name, namespace);
}

function display(object: KubeObject): string {
  const { namespace, name } = object.metadata;
  return [object.kind, namespace, name].filter(Boolean).join('/');
}

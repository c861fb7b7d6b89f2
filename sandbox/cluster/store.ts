import { randomUUID } from 'node:crypto';
import { ApiError, invalid, notFound } from './api-error.ts';
import { type Applied, mergePatch, serverSideApply } from './apply.ts';
import { fieldsOf, type KubeObject } from './objects.ts';
import { findKind, qualified, type ResourceKind } from './resources.ts';

/** What a write did; `changed` is false when the object was so already. */
export interface Written {
  readonly object: KubeObject;
  readonly created: boolean;
  readonly changed: boolean;
}

export interface ApplyOptions {
  readonly manager: string;
  readonly force?: boolean;
  readonly dryRun?: boolean;
}

/** How long a deleted namespace shows as Terminating; the real one takes 5 to 10 s. */
const TERMINATING_MS = 200;

/** The objects of one cluster, with uid, resourceVersion and generation kept as the API server does. */
export class Store {
  /** Rights taken from Berth's account, such as `patch namespaces`. */
  readonly revoked = new Set<string>();
  readonly #entries = new Map<string, Applied>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #version = 1;

  get(resource: ResourceKind, namespace: string | undefined, name: string): KubeObject | undefined {
    return this.#entries.get(keyOf(resource, namespace, name))?.object;
  }

  list(resource: ResourceKind, namespace?: string): KubeObject[] {
    return this.all().filter(
      (o) =>
        findKind(o.apiVersion, o.kind) === resource && (namespace === undefined || o.metadata.namespace === namespace),
    );
  }

  all(): KubeObject[] {
    return [...this.#entries.values()].map((entry) => entry.object);
  }

  /** Server-side apply. @throws ApiError 404 or 403 for its namespace, 409 on a conflict, 422 on an immutable field. */
  apply(resource: ResourceKind, config: KubeObject, options: ApplyOptions): Written {
    this.#requireNamespace(resource, config);
    const { name, namespace } = config.metadata;
    const key = keyOf(resource, namespace, name);
    const live = this.#entries.get(key);
    if (!live) this.#refuseTerminating(resource, config);
    const next = serverSideApply(live, config, options.manager, options.force ?? false);
    refuseImmutable(live?.object, next.object);
    return this.#put(key, resource, live, next, options.dryRun ?? false);
  }

  /** Merge patch of an existing object. @throws ApiError 404. */
  merge(resource: ResourceKind, namespace: string | undefined, name: string, patch: unknown): Written {
    const key = keyOf(resource, namespace, name);
    const live = this.#entries.get(key);
    if (!live) throw notFound(qualified(resource), name);
    const object = mergePatch(structuredClone(live.object), patch) as KubeObject;
    return this.#put(key, resource, live, { object, owners: live.owners }, false);
  }

  /** What a controller does: replaces the status of an object that may be gone by now. */
  setStatus(object: KubeObject, status: unknown): void {
    const resource = findKind(object.apiVersion, object.kind);
    if (!resource) return;
    const key = keyOf(resource, object.metadata.namespace, object.metadata.name);
    const live = this.#entries.get(key);
    if (live) this.#put(key, resource, live, { ...live, object: { ...live.object, status } }, false);
  }

  /** Deletes; a namespace is Terminating for a moment and takes its content with it. @throws ApiError 404. */
  delete(resource: ResourceKind, namespace: string | undefined, name: string): KubeObject {
    const key = keyOf(resource, namespace, name);
    const live = this.#entries.get(key);
    if (!live) throw notFound(qualified(resource), name);
    if (resource.kind === 'Namespace') return this.#terminate(key, resource, live);
    this.#entries.delete(key);
    return live.object;
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  #terminate(key: string, resource: ResourceKind, live: Applied): KubeObject {
    if (live.object.metadata.deletionTimestamp) return live.object;
    const object = structuredClone(live.object);
    object.metadata.deletionTimestamp = now();
    object['status'] = { phase: 'Terminating' };
    const written = this.#put(key, resource, live, { ...live, object }, false);
    this.#finalize(key, object.metadata.name);
    return written.object;
  }

  /** Ends a namespace with its content; what has a finalizer keeps it Terminating. */
  #finalize(key: string, name: string): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      const content = [...this.#entries].filter(([, { object }]) => object.metadata.namespace === name);
      const held = content.filter(([, { object }]) => (object.metadata.finalizers ?? []).length > 0);
      for (const [k] of content) if (!held.some(([h]) => h === k)) this.#entries.delete(k);
      if (held.length === 0) this.#entries.delete(key);
      else
        this.#keepHeld(
          key,
          name,
          held.map(([, { object }]) => object),
        );
    }, TERMINATING_MS);
    timer.unref();
    this.#timers.add(timer);
  }

  #keepHeld(key: string, name: string, held: readonly KubeObject[]): void {
    this.#sayHeld(key, held);
    this.#finalize(key, name);
  }

  /** In the words of the namespace controller. */
  #sayHeld(key: string, held: readonly KubeObject[]): void {
    const namespace = this.#entries.get(key)?.object;
    if (!namespace) return;
    const counts = new Map<string, number>();
    for (const name of held.flatMap(({ metadata }) => metadata.finalizers ?? []))
      counts.set(name, (counts.get(name) ?? 0) + 1);
    const list = [...counts].map(([name, count]) => `${name} in ${count} resource instances`).join(', ');
    const message = `Some content in the namespace has finalizers remaining: ${list}`;
    const condition = { type: 'NamespaceFinalizersRemaining', status: 'True', reason: 'SomeFinalizersRemain', message };
    this.setStatus(namespace, { phase: 'Terminating', conditions: [condition] });
  }

  #put(key: string, resource: ResourceKind, live: Applied | undefined, next: Applied, dryRun: boolean): Written {
    const changed = !live || JSON.stringify(live.object) !== JSON.stringify(next.object);
    if (live && !changed) {
      if (!dryRun) this.#entries.set(key, next);
      return { object: live.object, created: false, changed: false };
    }
    const object = stamp(
      resource,
      live?.object,
      structuredClone(next.object),
      dryRun ? this.#version : ++this.#version,
    );
    if (!dryRun) this.#entries.set(key, { object, owners: next.owners });
    return { object, created: !live, changed: true };
  }

  #requireNamespace(resource: ResourceKind, config: KubeObject): void {
    const { namespace } = config.metadata;
    if (!resource.namespaced || !namespace) return;
    if (![...this.#entries.values()].some(({ object }) => isNamespace(object, namespace))) {
      throw notFound('namespaces', namespace);
    }
  }

  #refuseTerminating(resource: ResourceKind, config: KubeObject): void {
    const { namespace, name } = config.metadata;
    const live = [...this.#entries.values()].find(({ object }) => isNamespace(object, namespace ?? ''))?.object;
    if (!live?.metadata.deletionTimestamp) return;
    const message =
      `${qualified(resource)} "${name}" is forbidden: unable to create new content in namespace ${namespace} ` +
      'because it is being terminated';
    throw new ApiError(403, 'Forbidden', message, { causes: [{ reason: 'NamespaceTerminating' }] });
  }
}

const isNamespace = (object: KubeObject, name: string) => object.kind === 'Namespace' && object.metadata.name === name;

const keyOf = (resource: ResourceKind, namespace: string | undefined, name: string) =>
  `${resource.group}/${resource.kind}/${namespace ?? ''}/${name}`;

const now = () => `${new Date().toISOString().slice(0, 19)}Z`;

function refuseImmutable(live: KubeObject | undefined, next: KubeObject): void {
  if (!live || next.kind !== 'RoleBinding') return;
  if (JSON.stringify(live['roleRef']) !== JSON.stringify(next['roleRef'])) {
    throw invalid('RoleBinding.rbac.authorization.k8s.io', next.metadata.name, 'roleRef: cannot change roleRef');
  }
}

/** Sets what the server owns: uid, times, versions, and the first status of the kinds that have one at once. */
function stamp(resource: ResourceKind, live: KubeObject | undefined, object: KubeObject, version: number): KubeObject {
  const specChanged = JSON.stringify(desired(live)) !== JSON.stringify(desired(object));
  const generation = live ? (live.metadata.generation ?? 1) + (specChanged ? 1 : 0) : 1;
  object.metadata = {
    ...object.metadata,
    uid: live?.metadata.uid ?? randomUUID(),
    creationTimestamp: live?.metadata.creationTimestamp ?? now(),
    resourceVersion: String(version),
    ...(WITHOUT_GENERATION.has(resource.kind) ? {} : { generation }),
  };
  return withFirstStatus(object);
}

const WITHOUT_GENERATION: ReadonlySet<string> = new Set([
  'Namespace',
  'ResourceQuota',
  'LimitRange',
  'ServiceAccount',
  'ConfigMap',
  'Service',
  'PersistentVolumeClaim',
  'Role',
  'RoleBinding',
]);

function desired(object: KubeObject | undefined): unknown {
  const { metadata: _metadata, status: _status, ...rest } = object ?? ({} as Partial<KubeObject>);
  return rest;
}

function withFirstStatus(object: KubeObject): KubeObject {
  if (object.kind === 'Namespace') {
    object.metadata.labels = { ...object.metadata.labels, 'kubernetes.io/metadata.name': object.metadata.name };
    object['status'] ??= { phase: 'Active' };
  }
  if (object.kind === 'ResourceQuota') {
    const hard = fieldsOf(object['spec'], 'hard');
    object['status'] = { hard, used: Object.fromEntries(Object.keys(hard).map((key) => [key, '0'])) };
  }
  return object;
}

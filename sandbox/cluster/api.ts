/** The API calls, without HTTP: each takes what was asked and answers the body, or throws an `ApiError`. */
import { parse } from 'yaml';
import { ApiError, badRequest, invalid, notFound, notImitated } from './api-error.ts';
import { fieldsOf, isFields, type KubeObject, textOf } from './objects.ts';
import { type Access, berthMayOn, mayByBindings } from './rbac.ts';
import { apiVersionOf, parsePath, qualified, RESOURCES, type ResourceKind, type ResourcePath } from './resources.ts';
import { refuseInvalid, refuseUnknownFields } from './schemas.ts';
import type { Store } from './store.ts';

export interface ApiCall {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly contentType: string;
  readonly body: string;
}

export interface ApiAnswer {
  readonly status: number;
  readonly body: unknown;
  /** True when an object was created, changed or deleted. */
  readonly wrote: boolean;
}

/** User of Berth's token. */
export const BERTH_USER = 'system:serviceaccount:berth-system:berth';
const WALL_KINDS: ReadonlySet<string> = new Set([
  'Namespace',
  'ResourceQuota',
  'LimitRange',
  'NetworkPolicy',
  'ServiceAccount',
  'Role',
  'RoleBinding',
]);
const SSA = 'application/apply-patch+yaml';
const MERGE = 'application/merge-patch+json';
const REVIEWS = '/apis/authorization.k8s.io/v1/subjectaccessreviews';
const SELF_REVIEWS = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';

const ok = (body: unknown, wrote = false): ApiAnswer => ({ status: 200, body, wrote });

export function answer(store: Store, call: ApiCall): ApiAnswer {
  if (call.method === 'GET' && call.path === '/version') return ok({ major: '1', minor: '35', gitVersion: 'v1.35.4' });
  if (call.method === 'GET' && call.path === '/readyz') return ok('ok');
  if (call.method === 'POST' && call.path === REVIEWS) return review(store, call);
  if (call.method === 'POST' && call.path === SELF_REVIEWS) return selfReview(store, call);
  const discovered = call.method === 'GET' ? discovery(call.path) : undefined;
  if (discovered) return ok(discovered);
  const target = parsePath(call.path);
  if (!target) throw notImitated(`${call.method} ${call.path}`);
  if (call.method === 'GET') return read(store, target, call.query);
  if (call.method === 'DELETE') return remove(store, target);
  if (call.method === 'PATCH' && call.contentType === SSA) return apply(store, target, call);
  if (call.method === 'PATCH' && call.contentType === MERGE) return annotate(store, target, call);
  if (call.method === 'PATCH' && !call.contentType.includes('patch')) {
    throw new ApiError(415, 'UnsupportedMediaType', `the body of the request was in an unknown format`);
  }
  throw notImitated(`${call.method} ${call.path} with ${call.contentType}`);
}

function read(store: Store, target: ResourcePath, query: URLSearchParams): ApiAnswer {
  const { resource, namespace, name } = target;
  authorize(store, target, name ? 'get' : 'list');
  if (name) {
    const found = store.get(resource, namespace, name);
    if (!found) throw notFound(qualified(resource), name);
    return ok(found);
  }
  if (!WALL_KINDS.has(resource.kind)) throw notImitated(`lists of ${resource.plural}`);
  const matches = labelSelector(query);
  const items = store.list(resource, namespace).filter((o) => matches(o.metadata.labels ?? {}));
  return ok({ kind: `${resource.kind}List`, apiVersion: apiVersionOf(resource), metadata: {}, items });
}

function apply(store: Store, target: ResourcePath, call: ApiCall): ApiAnswer {
  const { resource } = target;
  if (!target.name || !WALL_KINDS.has(resource.kind)) throw notImitated(`applying ${resource.plural}`);
  authorize(store, target, 'patch');
  const manager = call.query.get('fieldManager');
  if (!manager) {
    throw invalid('PatchOptions.meta.k8s.io', '', 'fieldManager: Required value: is required for apply patch');
  }
  const object = parseObject(call.body, target);
  if (!store.get(resource, target.namespace, target.name)) authorize(store, target, 'create');
  refuseUnknownFields(object, resource);
  refuseInvalid(object, resource);
  const dryRun = dryRunOf(call);
  const force = call.query.get('force') === 'true';
  const written = store.apply(resource, object, { manager, force, dryRun });
  return { status: written.created ? 201 : 200, body: written.object, wrote: written.changed && !dryRun };
}

function annotate(store: Store, target: ResourcePath, call: ApiCall): ApiAnswer {
  const { resource, namespace, name } = target;
  if (!name || !resource.group.endsWith('.fluxcd.io')) throw notImitated(`merge patches of ${resource.plural}`);
  authorize(store, target, 'patch');
  const patch: unknown = parseJson(call.body);
  const onlyAnnotations =
    isFields(patch) &&
    Object.keys(patch).every((key) => key === 'metadata') &&
    Object.keys(fieldsOf(patch, 'metadata')).every((key) => key === 'annotations');
  if (!onlyAnnotations) throw notImitated('merge patches of anything but annotations');
  const written = store.merge(resource, namespace, name, patch);
  return ok(written.object, written.changed);
}

function remove(store: Store, target: ResourcePath): ApiAnswer {
  const { resource, namespace, name } = target;
  if (!name || !WALL_KINDS.has(resource.kind)) throw notImitated(`deleting ${resource.plural}`);
  authorize(store, target, 'delete');
  const object = store.delete(resource, namespace, name);
  if (resource.kind === 'Namespace') return ok(object, true);
  return ok({ kind: 'Status', apiVersion: 'v1', status: 'Success', details: { name, uid: object.metadata.uid } }, true);
}

function review(store: Store, call: ApiCall): ApiAnswer {
  const body: unknown = parseJson(call.body);
  const spec = fieldsOf(body, 'spec');
  const attributes = fieldsOf(spec, 'resourceAttributes');
  const groups = Array.isArray(spec['groups']) ? spec['groups'].map(String) : [];
  if (!spec['user'] && groups.length === 0) {
    throw invalid('SubjectAccessReview.authorization.k8s.io', '', 'spec.user: Required value: or spec.groups');
  }
  const access = { ...accessOf(attributes), ...(spec['user'] ? { user: textOf(spec, 'user') } : {}), groups };
  const allowed = access.user === BERTH_USER ? berthMayOn(store, access) : mayByBindings(store, access);
  const reply = { kind: 'SubjectAccessReview', apiVersion: 'authorization.k8s.io/v1', spec, status: { allowed } };
  return { status: 201, body: reply, wrote: false };
}

/** Whoever asks is Berth: nobody else has a token here. */
function selfReview(store: Store, call: ApiCall): ApiAnswer {
  const spec = fieldsOf(parseJson(call.body), 'spec');
  const allowed = berthMayOn(store, accessOf(fieldsOf(spec, 'resourceAttributes')));
  const reply = { kind: 'SelfSubjectAccessReview', apiVersion: 'authorization.k8s.io/v1', spec, status: { allowed } };
  return { status: 201, body: reply, wrote: false };
}

function accessOf(attributes: Record<string, unknown>): Access {
  return {
    ...(attributes['namespace'] ? { namespace: textOf(attributes, 'namespace') } : {}),
    ...(attributes['name'] ? { name: textOf(attributes, 'name') } : {}),
    verb: textOf(attributes, 'verb'),
    group: textOf(attributes, 'group'),
    resource: [attributes['resource'], attributes['subresource']].filter(Boolean).join('/'),
  };
}

/** `/api/v1` and `/apis/<group>/<version>`: the list by which clients find a kind's path. */
function discovery(path: string): unknown {
  const match = /^\/(?:api\/(v1)|apis\/([^/]+\/[^/]+))\/?$/.exec(path);
  const groupVersion = match?.[1] ?? match?.[2];
  const resources = RESOURCES.filter((r) => apiVersionOf(r) === groupVersion).map((r) => ({
    name: r.plural,
    kind: r.kind,
    namespaced: r.namespaced,
  }));
  if (!groupVersion) return undefined;
  if (resources.length === 0) throw new ApiError(404, 'NotFound', '404 page not found');
  return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources };
}

function authorize(store: Store, target: ResourcePath, verb: string): void {
  const { resource, namespace, name } = target;
  if (berthMayOn(store, { verb, group: resource.group, resource: resource.plural })) return;
  throw forbidden(BERTH_USER, verb, resource, name ?? '', namespace);
}

/** The words of RBAC. */
export function forbidden(
  user: string,
  verb: string,
  resource: ResourceKind,
  name: string,
  namespace?: string,
): ApiError {
  const where = namespace ? `in the namespace "${namespace}"` : 'at the cluster scope';
  const subject = `${qualified(resource)}${name ? ` "${name}"` : ''}`;
  const right = `resource "${resource.plural}" in API group "${resource.group}" ${where}`;
  return new ApiError(403, 'Forbidden', `${subject} is forbidden: User "${user}" cannot ${verb} ${right}`);
}

function parseObject(body: string, target: ResourcePath): KubeObject {
  const object: unknown = parseYaml(body);
  const metadata = fieldsOf(object, 'metadata');
  const { resource, namespace, name } = target;
  if (!isFields(object) || object['kind'] !== resource.kind || object['apiVersion'] !== apiVersionOf(resource)) {
    throw badRequest(`the object provided is unrecognized (must be of type ${resource.kind})`);
  }
  if (metadata['name'] !== undefined && metadata['name'] !== name) {
    throw badRequest(
      `the name of the object (${textOf(metadata, 'name')}) does not match the name on the URL (${name ?? ''})`,
    );
  }
  if (namespace && metadata['namespace'] !== undefined && metadata['namespace'] !== namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
  const { creationTimestamp: _time, managedFields: _fields, uid: _uid, ...rest } = metadata;
  return { ...object, metadata: { ...rest, name, ...(namespace ? { namespace } : {}) } } as KubeObject;
}

function dryRunOf(call: ApiCall): boolean {
  const value = call.query.get('dryRun');
  if (value === null || value === 'All') return value === 'All';
  throw invalid('PatchOptions.meta.k8s.io', '', `dryRun: Unsupported value: "${value}": supported values: "All"`);
}

function labelSelector(query: URLSearchParams): (labels: Record<string, string>) => boolean {
  const selector = query.get('labelSelector');
  if (query.has('fieldSelector') || query.has('watch')) throw notImitated('watches and field selectors');
  const wanted = (selector ?? '')
    .split(',')
    .filter(Boolean)
    .map((term) => term.split('='));
  if (wanted.some((term) => term.length !== 2)) throw notImitated(`the label selector ${selector ?? ''}`);
  return (labels) => wanted.every(([key = '', value]) => labels[key] === value);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw badRequest(`the body is not JSON: ${(error as Error).message}`);
  }
}

function parseYaml(text: string): unknown {
  try {
    return parse(text, { version: '1.1' });
  } catch (error) {
    throw badRequest(`error decoding YAML: ${(error as Error).message}`);
  }
}

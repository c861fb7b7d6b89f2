import { ApiError, badRequest, invalid } from './api-error.ts';
import { fieldsOf, isFields, type KubeObject, listOf } from './objects.ts';
import type { ResourceKind } from './resources.ts';

/** Fields an object may have; `true` is anything, a list describes its entries. */
type Shape = true | readonly [Shape] | { readonly [field: string]: Shape };

const ANY = true;
const SELECTOR = { matchLabels: ANY, matchExpressions: ANY } as const;
const PEER = { podSelector: SELECTOR, namespaceSelector: SELECTOR, ipBlock: { cidr: ANY, except: ANY } } as const;
const PORTS = [{ protocol: ANY, port: ANY, endPort: ANY }] as const;
const SUBJECTS = [{ kind: ANY, name: ANY, namespace: ANY, apiGroup: ANY }] as const;
const LIMIT = {
  type: ANY,
  default: ANY,
  defaultRequest: ANY,
  max: ANY,
  min: ANY,
  maxLimitRequestRatio: ANY,
} as const;
const RULE = { apiGroups: ANY, resources: ANY, verbs: ANY, resourceNames: ANY, nonResourceURLs: ANY } as const;

/** The kinds whose fields are checked; the fields of others are taken as they are. */
const SHAPES: Readonly<Record<string, Shape>> = {
  Namespace: { spec: { finalizers: ANY } },
  ResourceQuota: { spec: { hard: ANY, scopes: ANY, scopeSelector: ANY } },
  LimitRange: { spec: { limits: [LIMIT] } },
  ServiceAccount: { automountServiceAccountToken: ANY, secrets: ANY, imagePullSecrets: ANY },
  NetworkPolicy: {
    spec: {
      podSelector: SELECTOR,
      policyTypes: ANY,
      ingress: [{ from: [PEER], ports: PORTS }],
      egress: [{ to: [PEER], ports: PORTS }],
    },
  },
  Role: { rules: [RULE] },
  RoleBinding: { subjects: SUBJECTS, roleRef: { apiGroup: ANY, kind: ANY, name: ANY } },
  Kustomization: {
    spec: {
      commonMetadata: ANY,
      components: ANY,
      decryption: ANY,
      deletionPolicy: ANY,
      dependsOn: ANY,
      force: ANY,
      healthChecks: ANY,
      healthCheckExprs: ANY,
      images: ANY,
      interval: ANY,
      kubeConfig: ANY,
      namePrefix: ANY,
      nameSuffix: ANY,
      patches: ANY,
      path: ANY,
      postBuild: ANY,
      prune: ANY,
      retryInterval: ANY,
      serviceAccountName: ANY,
      sourceRef: { apiVersion: ANY, kind: ANY, name: ANY, namespace: ANY },
      suspend: ANY,
      targetNamespace: ANY,
      timeout: ANY,
      wait: ANY,
    },
  },
};

const COMMON = { apiVersion: ANY, kind: ANY, metadata: ANY, status: ANY };

/** Refuses fields that the kind does not have, with the API server's words and its status 500. */
export function refuseUnknownFields(object: KubeObject, resource: ResourceKind): void {
  const shape = SHAPES[resource.kind];
  if (!isFields(shape)) return;
  const unknown = unknownField(object, { ...COMMON, ...shape } as Shape, '');
  if (unknown === undefined) return;
  const { namespace = '', name } = object.metadata;
  const what = `${namespace}/${name}; ${object.apiVersion}, Kind=${object.kind}`;
  const message = `failed to create typed patch object (${what}): ${unknown}: field not declared in schema`;
  throw new ApiError(500, 'InternalError', message);
}

function unknownField(value: unknown, shape: Shape, path: string): string | undefined {
  if (shape === ANY) return undefined;
  if (Array.isArray(shape)) {
    if (!Array.isArray(value)) return undefined;
    return value
      .map((v, i) => unknownField(v, shape[0] as Shape, `${path}[${i}]`))
      .find((found) => found !== undefined);
  }
  if (!isFields(value)) return undefined;
  const fields = shape as Readonly<Record<string, Shape>>;
  const found = Object.entries(value).map(([key, child]) => {
    const inner = fields[key];
    return inner === undefined ? `${path}.${key}` : unknownField(child, inner, `${path}.${key}`);
  });
  return found.find((f) => f !== undefined);
}

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const DNS_NAME = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;

/** Refuses objects the API server would refuse for their values. Only what manifests of Berth could get wrong. */
export function refuseInvalid(object: KubeObject, resource: ResourceKind): void {
  const { name } = object.metadata;
  const pattern = resource.kind === 'Namespace' ? DNS_LABEL : DNS_NAME;
  if (!resource.group.startsWith('rbac.') && !pattern.test(name)) {
    throw invalid(object.kind, name, `metadata.name: Invalid value: "${name}": a lowercase RFC 1123 name is required`);
  }
  refuseTextlessLabels(object);
  const missing = missingField(object);
  if (missing) throw invalid(qualifiedKind(resource), name, `${missing}: Required value`);
}

const qualifiedKind = (resource: ResourceKind) =>
  resource.group ? `${resource.kind}.${resource.group}` : resource.kind;

function refuseTextlessLabels(object: KubeObject): void {
  for (const field of ['labels', 'annotations'] as const) {
    const wrong = Object.values(fieldsOf(object.metadata, field)).find((value) => typeof value !== 'string');
    if (wrong === undefined) continue;
    const type = typeof wrong === 'boolean' ? 'bool' : typeof wrong;
    throw badRequest(`json: cannot unmarshal ${type} into Go struct field ObjectMeta.metadata.${field} of type string`);
  }
}

function missingField(object: KubeObject): string | undefined {
  if (object.kind === 'RoleBinding' && !fieldsOf(object, 'roleRef')['name']) return 'roleRef.name';
  if (object.kind === 'Deployment' && !isFields(fieldsOf(object, 'spec')['selector'])) return 'spec.selector';
  if (object.kind === 'LimitRange' && listOf(object['spec'], 'limits').some((l) => !l['type'])) {
    return 'spec.limits[0].type';
  }
  if (object.kind === 'Kustomization' && !fieldsOf(object['spec'], 'sourceRef')['name']) return 'spec.sourceRef';
  return undefined;
}

import { KubernetesError, KubernetesTransport } from './kubernetes-transport.ts';

export { KubernetesError } from './kubernetes-transport.ts';

/** An object as YAML or the API has it. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly generation?: number;
    readonly deletionTimestamp?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/** Which object is meant. */
export interface ObjectKey {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

/** Something one may or may not do, in every namespace unless one is named. */
export interface Access {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  /** One object; any of them when left out. */
  readonly name?: string;
}

/** A question to the cluster's authoriser about somebody else. */
export interface AccessQuestion extends Access {
  readonly groups: readonly string[];
  readonly namespace: string;
}

/** One cluster. Every method throws `KubernetesError` for answers it does not name. */
export interface KubernetesClient {
  /** URL of the API server. */
  readonly server: string;
  /** Server-side apply as field manager `berth`; `force` takes over fields that others own. */
  applyObject(object: KubernetesObject, options?: { dryRun?: boolean; force?: boolean }): Promise<KubernetesObject>;
  /** Null when it does not exist. */
  readObject(key: ObjectKey): Promise<KubernetesObject | null>;
  listObjects(query: {
    apiVersion: string;
    kind: string;
    namespace: string;
    labels?: Readonly<Record<string, string>>;
  }): Promise<KubernetesObject[]>;
  /** False when it did not exist. */
  deleteObject(key: ObjectKey): Promise<boolean>;
  /** Sets annotations of an object that exists; false when it does not. */
  annotateObject(key: ObjectKey, annotations: Readonly<Record<string, string>>): Promise<boolean>;
  /** Whether somebody in these groups may do that (SubjectAccessReview). */
  review(question: AccessQuestion): Promise<boolean>;
  /** Whether we may do that ourselves (SelfSubjectAccessReview). */
  mayI(access: Access): Promise<boolean>;
  /** Version of the server, such as `v1.35.4`. */
  readVersion(): Promise<string>;
  /** What the server says of all kinds that it serves: OpenAPI v2. */
  readOpenApi(): Promise<unknown>;
}

const FIELD_MANAGER = 'berth';

/** A client from kubeconfig text. @throws KubernetesError when the text cannot be used. */
export function createKubernetesClient(kubeconfig: string): KubernetesClient {
  const transport = new KubernetesTransport(kubeconfig);
  const paths = new ResourcePaths(transport);
  const object = async (key: ObjectKey) => `${await paths.of(key)}/${encodeURIComponent(key.name)}`;
  return {
    server: transport.server,
    applyObject: async (manifest, options = {}) => {
      const query = new URLSearchParams({ fieldManager: FIELD_MANAGER, fieldValidation: 'Strict' });
      if (options.dryRun) query.set('dryRun', 'All');
      if (options.force) query.set('force', 'true');
      const path = `${await object(keyOf(manifest))}?${query.toString()}`;
      const call = { method: 'PATCH', path, body: manifest, contentType: 'application/apply-patch+yaml' } as const;
      return (await transport.send(call)) as KubernetesObject;
    },
    readObject: async (key) => {
      const path = await object(key);
      return (await orMissing(transport.send({ method: 'GET', path }))) as KubernetesObject | null;
    },
    listObjects: async ({ labels = {}, ...query }) => {
      const labelSelector = Object.entries(labels).map(([name, value]) => `${name}=${value}`);
      const search = new URLSearchParams(labelSelector.length > 0 ? { labelSelector: labelSelector.join(',') } : {});
      const path = `${await paths.of(query)}?${search.toString()}`;
      const { items = [] } = (await transport.send({ method: 'GET', path })) as { items?: KubernetesObject[] };
      // Items of a list come without kind and apiVersion from some servers.
      return items.map((item) => ({ ...item, apiVersion: query.apiVersion, kind: query.kind }));
    },
    deleteObject: async (key) => {
      const path = await object(key);
      return (await orMissing(transport.send({ method: 'DELETE', path }))) !== null;
    },
    annotateObject: async (key, annotations) => {
      const body = { metadata: { annotations } };
      const path = `${await object(key)}?fieldManager=${FIELD_MANAGER}`;
      const call = { method: 'PATCH', path, body, contentType: 'application/merge-patch+json' } as const;
      return (await orMissing(transport.send(call))) !== null;
    },
    review: ({ groups, ...access }) => review(transport, 'SubjectAccessReview', access, { groups }),
    mayI: (access) => review(transport, 'SelfSubjectAccessReview', access),
    readOpenApi: () => transport.send({ method: 'GET', path: '/openapi/v2' }),
    readVersion: async () =>
      ((await transport.send({ method: 'GET', path: '/version' })) as { gitVersion: string }).gitVersion,
  };
}

export const keyOf = ({ apiVersion, kind, metadata: { name, namespace } }: KubernetesObject): ObjectKey => ({
  apiVersion,
  kind,
  name,
  ...(namespace ? { namespace } : {}),
});

async function review(
  transport: KubernetesTransport,
  kind: 'SubjectAccessReview' | 'SelfSubjectAccessReview',
  resourceAttributes: Access,
  who: { groups?: readonly string[] } = {},
): Promise<boolean> {
  const body = { apiVersion: 'authorization.k8s.io/v1', kind, spec: { ...who, resourceAttributes } };
  const path = `/apis/authorization.k8s.io/v1/${kind.toLowerCase()}s`;
  const answer = (await transport.send({ method: 'POST', path, body })) as { status?: { allowed?: boolean } };
  return answer.status?.allowed === true;
}

async function orMissing(sent: Promise<unknown>): Promise<unknown> {
  try {
    return await sent;
  } catch (error) {
    if (error instanceof KubernetesError && error.code === 404) return null;
    throw error;
  }
}

interface ApiResource {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

/** Paths of kinds by discovery; what a group offers is asked once. */
class ResourcePaths {
  readonly #transport: KubernetesTransport;
  readonly #known = new Map<string, readonly ApiResource[]>();

  constructor(transport: KubernetesTransport) {
    this.#transport = transport;
  }

  async of(what: { apiVersion: string; kind: string; namespace?: string }): Promise<string> {
    const base = what.apiVersion.includes('/') ? `/apis/${what.apiVersion}` : `/api/${what.apiVersion}`;
    const resource = await this.#find(base, what.kind);
    if (!resource) {
      const message = `the cluster knows no kind ${what.kind} in ${what.apiVersion}: is its operator installed?`;
      throw new KubernetesError(404, 'UnknownKind', message);
    }
    return resource.namespaced
      ? `${base}/namespaces/${encodeURIComponent(what.namespace ?? 'default')}/${resource.name}`
      : `${base}/${resource.name}`;
  }

  async #find(base: string, kind: string): Promise<ApiResource | undefined> {
    const known = this.#known.get(base)?.find((r) => r.kind === kind && !r.name.includes('/'));
    if (known) return known;
    const answer = (await orMissing(this.#transport.send({ method: 'GET', path: base }))) as {
      resources?: ApiResource[];
    } | null;
    const resources = answer?.resources ?? [];
    this.#known.set(base, resources);
    return resources.find((r) => r.kind === kind && !r.name.includes('/'));
  }
}

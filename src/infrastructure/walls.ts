/** The walls of an environment: the file that holds them, and what may be in it. */
import { parseAllDocuments } from 'yaml';
import type { KubernetesObject } from '../clients/kubernetes.ts';
import { FLUX_NAMESPACE } from '../domain/render/manifest.ts';
import { InfrastructureError } from './error.ts';
import type { ReadFleetFile, WallsOrder } from './order.ts';

/** Every kind that walls consist of, in the order in which they are taken down; the namespace goes last. */
export const WALL_KINDS = [
  { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding' },
  { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role' },
  { apiVersion: 'v1', kind: 'ServiceAccount' },
  { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy' },
  { apiVersion: 'v1', kind: 'LimitRange' },
  { apiVersion: 'v1', kind: 'ResourceQuota' },
  { apiVersion: 'v1', kind: 'Namespace' },
] as const;

/** The same kinds, in the order in which they are made, as rights on a cluster name them. */
export const WALL_RESOURCES = WALL_KINDS.toReversed().map(({ apiVersion, kind }) => ({
  group: apiVersion === 'v1' ? '' : apiVersion.replace('/v1', ''),
  resource: kind === 'NetworkPolicy' ? 'networkpolicies' : `${kind.toLowerCase()}s`,
}));

export const wallsPath = ({ cluster, environment }: WallsOrder['placement']) =>
  `infrastructure/${cluster}/${environment}/walls.yaml`;

interface Whereabouts {
  readonly kind: unknown;
  readonly name: unknown;
  readonly namespace?: unknown;
}

type MergedWalls = Pick<WallsOrder, 'placement' | 'mergeSha'>;

/** How an object is called in messages: `ResourceQuota payments-prod/quota`. */
export function titleOf({ kind, metadata: { name, namespace } }: KubernetesObject): string {
  return `${kind} ${namespace ? `${namespace}/` : ''}${name}`;
}

/**
 * The objects of the merged file, in its order.
 * @throws InfrastructureError `ProvisioningFailed` when it is missing, broken, or reaches outside the environment: Berth's rights
 * on a cluster are wider than any one request's.
 */
export async function readWalls(readFile: ReadFleetFile, order: MergedWalls): Promise<KubernetesObject[]> {
  const path = wallsPath(order.placement);
  const text = await readFile(order.mergeSha, path);
  if (text === null) throw wrong(order, `${path} does not exist: the change was rendered for another executor`);
  const objects = parseAllDocuments(text).flatMap((document) => {
    const [error] = 'errors' in document ? document.errors : [];
    if (error) throw wrong(order, `${path} is not YAML: ${error.message.split('\n')[0] ?? ''}`);
    const value: unknown = document.toJS();
    return value === null ? [] : [value];
  });
  if (objects.length === 0) throw wrong(order, `${path} is empty`);
  return objects.map((object) => checked(order, path, object));
}

function checked(order: MergedWalls, path: string, value: unknown): KubernetesObject {
  const object = value as KubernetesObject;
  if (!object.metadata?.name) throw wrong(order, `${path} has an object without a name`);
  const known = WALL_KINDS.some((k) => k.apiVersion === object.apiVersion && k.kind === object.kind);
  if (!known) throw wrong(order, `${path} has ${object.apiVersion} ${titleOf(object)}, which is no part of walls`);
  if (!isInside({ ...object.metadata, kind: object.kind }, order.placement.environment)) {
    throw wrong(order, `${path} has ${titleOf(object)}, which is outside ${order.placement.environment}`);
  }
  return object;
}

/**
 * Whether an object of walls is of this environment alone: its namespace, what is in there, and its service account in
 * Flux's namespace, where it has nothing else.
 */
export function isInside({ kind, name, namespace }: Whereabouts, environment: string): boolean {
  if (kind === 'Namespace') return name === environment;
  return (
    namespace === environment || (namespace === FLUX_NAMESPACE && kind === 'ServiceAccount' && name === environment)
  );
}

const wrong = (order: MergedWalls, what: string) =>
  new InfrastructureError('ProvisioningFailed', `At commit ${order.mergeSha.slice(0, 7)}, ${what}`);

import type { KubernetesObject } from '../../clients/kubernetes.ts';
import { FLUX_NAMESPACE } from '../../domain/render/manifest.ts';
import { marksOf, REQUEST_LABEL } from '../../infrastructure/marks.ts';
import type { ReadFleetFile } from '../../infrastructure/order.ts';
import { readWalls, WALL_KINDS, wallsPath } from '../../infrastructure/walls.ts';
import { failure } from '../failures.ts';
import type { Clusters } from '../kubernetes-access.ts';
import type { InfrastructureExecutor, MergedRequest, PlacedRequest } from './executor.ts';
import { findMissingWalls } from './prove.ts';

interface Deps {
  readonly clusters: Clusters;
  readonly readFile: ReadFleetFile;
  /** `owner/name` of the fleet repository. */
  readonly fleet: string;
}

/** A person applies the merged `walls.yaml`; Berth proves the result by reading. */
export function manualExecutor(deps: Deps): InfrastructureExecutor {
  return {
    apply: (order) => {
      const { environment, cluster } = order.placement;
      throw failure('Configuration', `Walls of ${environment} on ${cluster} are made by a person (executor manual)`);
    },
    findMissing: (order) => findMissingWalls(deps, order),
    remove: (order) => {
      const { environment, cluster } = order.placement;
      const commands = removalCommands(order).join(' && ');
      throw failure('Configuration', `A person takes down the walls of ${environment} on ${cluster}: ${commands}`);
    },
    dismantle: (order) => {
      const { environment, cluster } = order.placement;
      throw failure(
        'Configuration',
        `Walls of ${environment} on ${cluster} are taken down by a person (executor manual)`,
      );
    },
    commands: (order) => manualCommands(deps, order),
  };
}

/** Shell lines for a clone of the fleet, with the cluster's name as kubectl context. */
export async function manualCommands(deps: Pick<Deps, 'readFile' | 'fleet'>, order: MergedRequest): Promise<string[]> {
  const { placement, mergeSha } = order;
  const walls = await readWalls(deps.readFile, order);
  const apply = `kubectl --context ${placement.cluster} apply --server-side --field-manager=berth -f -`;
  return [
    `git fetch origin ${mergeSha}  # in a clone of ${deps.fleet}`,
    `git show ${mergeSha}:${wallsPath(placement)} | ${apply}`,
    ...walls.flatMap((wall) => labelCommand(wall, order)),
  ];
}

/** Labels an object whose manifest lacks our marks; without them Berth would not know it as its own. */
function labelCommand(wall: KubernetesObject, order: MergedRequest): string[] {
  const lacking = Object.entries(marksOf(order.request)).filter(([k, v]) => wall.metadata.labels?.[k] !== v);
  if (lacking.length === 0) return [];
  const { name, namespace } = wall.metadata;
  const where = `--context ${order.placement.cluster}${namespace ? ` --namespace ${namespace}` : ''}`;
  const labels = lacking.map(([k, v]) => `${k}=${v}`).join(' ');
  return [`kubectl ${where} label --overwrite ${wall.kind.toLowerCase()} ${name} ${labels}`];
}

/** What takes down all that an environment has; in Flux's namespace other environments have theirs. */
export function dismantlingCommands({ placement }: PlacedRequest): string[] {
  const { cluster, environment } = placement;
  return [
    `kubectl --context ${cluster} delete serviceaccount ${environment} --namespace ${FLUX_NAMESPACE} --ignore-not-found`,
    `kubectl --context ${cluster} delete namespace ${environment} --ignore-not-found`,
  ];
}

function removalCommands({ request, placement }: PlacedRequest): string[] {
  const kinds = WALL_KINDS.map((k) => k.kind.toLowerCase()).filter((kind) => kind !== 'namespace');
  const mark = `--selector ${REQUEST_LABEL}=${request.reference}`;
  const remove = (what: string) => `kubectl --context ${placement.cluster} delete ${what} ${mark}`;
  return [
    ...[FLUX_NAMESPACE, placement.environment].map((ns) => remove(`${kinds.join(',')} --namespace ${ns}`)),
    remove('namespace'),
  ];
}

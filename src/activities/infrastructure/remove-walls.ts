/* Taking walls down: found by their labels, deleted, and proven gone by reading, for the cluster only accepts a deletion. */
import { cancellationSignal, heartbeat, sleep } from '@temporalio/activity';
import { type KubernetesClient, type KubernetesObject, keyOf } from '../../clients/kubernetes.ts';
import type { Placement } from '../../domain/change.ts';
import { FLUX_NAMESPACE } from '../../domain/render/manifest.ts';
import { isInside, titleOf, WALL_KINDS } from '../../infrastructure/walls.ts';
import { failure } from '../failures.ts';

type Labels = Readonly<Record<string, string>>;

/** An empty namespace goes within seconds; whoever waits for a full one shows so, instead of sitting in one call. */
const PATIENCE_MS = 10_000;
const POLL_MS = 250;

/**
 * Removes the walls that carry all of these labels: Flux's side first, the namespace last. Returns what this call
 * deleted; what was gone already is done.
 * @throws failure `NotYet` naming what still stands, and what keeps it.
 */
export async function removeWalls(client: KubernetesClient, placement: Placement, labels: Labels): Promise<string[]> {
  const walls = await findWalls(client, placement, labels);
  const removed: string[] = [];
  for (const wall of walls) {
    step(`removing ${titleOf(wall)}`);
    if (await client.deleteObject(keyOf(wall))) removed.push(`${titleOf(wall)} on ${placement.cluster}`);
  }
  await untilGone(client, placement, walls);
  return removed;
}

/** One line for each wall that stands, saying what keeps it when it is being deleted; none is the proof of a removal. */
export async function listWalls(client: KubernetesClient, placement: Placement, labels: Labels): Promise<string[]> {
  return (await findWalls(client, placement, labels)).map((wall) => describe(wall, placement));
}

async function findWalls(client: KubernetesClient, placement: Placement, labels: Labels): Promise<KubernetesObject[]> {
  const { environment } = placement;
  const found: KubernetesObject[] = [];
  for (const namespace of [FLUX_NAMESPACE, environment]) {
    for (const kind of WALL_KINDS.filter((k) => k.kind !== 'Namespace')) {
      step(`looking for ${kind.kind} in ${namespace}`);
      const listed = await client.listObjects({ ...kind, namespace, labels });
      // Other environments of the project have their service accounts beside this one's.
      found.push(...listed.filter(({ metadata }) => isInside({ ...metadata, kind: kind.kind }, environment)));
    }
  }
  const namespace = await client.readObject({ apiVersion: 'v1', kind: 'Namespace', name: environment });
  const isOurs = namespace && Object.entries(labels).every(([k, v]) => namespace.metadata.labels?.[k] === v);
  return isOurs ? [...found, namespace] : found;
}

async function untilGone(
  client: KubernetesClient,
  placement: Placement,
  walls: readonly KubernetesObject[],
): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  for (let standing = walls; ; await sleep(POLL_MS)) {
    standing = await stillThere(client, standing);
    if (standing.length === 0) return;
    step(`waiting for ${standing.map(titleOf).join(', ')} to go`);
    if (Date.now() > end) throw failure('NotYet', standing.map((wall) => describe(wall, placement)).join('; '));
  }
}

async function stillThere(client: KubernetesClient, walls: readonly KubernetesObject[]): Promise<KubernetesObject[]> {
  const read = await Promise.all(walls.map((wall) => client.readObject(keyOf(wall))));
  return read.filter((wall) => wall !== null);
}

function describe(wall: KubernetesObject, { cluster }: Placement): string {
  const what = `${titleOf(wall)} on ${cluster}`;
  if (!wall.metadata.deletionTimestamp) return `${what} still stands`;
  const reasons = keepers(wall);
  return `${what} is still being deleted${reasons.length > 0 ? `: ${reasons.join(' ')}` : ''}`;
}

interface Kept {
  readonly metadata: { readonly finalizers?: readonly string[] };
  readonly status?: { readonly conditions?: readonly { readonly status: string; readonly message?: string }[] };
}

/** A namespace says in its conditions what of its content has finalizers; anything else has its own. */
function keepers(wall: KubernetesObject): string[] {
  const { metadata, status } = wall as Kept;
  const told = (status?.conditions ?? []).filter((condition) => condition.status === 'True');
  const finalizers = metadata.finalizers ?? [];
  return [
    ...told.flatMap(({ message }) => message ?? []),
    ...(finalizers.length > 0 ? [`Finalizers: ${finalizers.join(', ')}.`] : []),
  ];
}

function step(what: string): void {
  cancellationSignal().throwIfAborted();
  heartbeat(what);
}

/* How a removal follows Flux: first until nothing of the environment is run, then until Flux knows it no more. */
import { heartbeat, sleep } from '@temporalio/activity';
import type { KubernetesClient, KubernetesObject } from '../../clients/kubernetes.ts';
import { type PlacementStatus, stands } from '../../domain/status.ts';
import type { ClusterActivities } from '../contracts.ts';
import { onCluster } from '../kubernetes-access.ts';
import type { ClusterDeps } from './deps.ts';
import { kustomizationKey, readKustomization, readSource } from './flux-state.ts';
import { askSource, awaitPlacement } from './placement.ts';

const POLL_MS = 500;

type EmptiedOrder = Parameters<ClusterActivities['awaitEmptied']>[0];
type DroppedOrder = Parameters<ClusterActivities['awaitDropped']>[0];

/** Flux is ready at the emptied folder, and its inventory holds nothing. */
export async function awaitEmptied(deps: ClusterDeps, order: EmptiedOrder): Promise<PlacementStatus> {
  const status = await awaitPlacement(deps, order);
  if (!stands(status)) return status;
  const { cluster, environment } = order.placement;
  const client = deps.clusters(cluster);
  const found = await onCluster(cluster, () => readKustomization(client, environment));
  const left = found?.inventory ?? [];
  const { commit } = status;
  if (left.length === 0) return { cluster, state: 'emptied', ...(commit ? { commit } : {}) };
  const names = left.map(({ kind, name }) => `${kind} ${name}`).join(', ');
  return { cluster, state: 'pending', message: `Flux still keeps ${names}` };
}

/** The environment's Kustomization is gone, at a commit that cannot bring it back. */
export async function awaitDropped(deps: ClusterDeps, order: DroppedOrder): Promise<PlacementStatus> {
  const { cluster } = order.placement;
  const client = deps.clusters(cluster);
  const until = Date.now() + order.budgetSeconds * 1000;
  await onCluster(cluster, () => askSource({ client, placement: order.placement }));
  for (;;) {
    const status = await onCluster(cluster, () => look(deps, client, order));
    heartbeat(status.message ?? status.state);
    if (status.state !== 'pending' || Date.now() >= until) return status;
    await sleep(POLL_MS);
  }
}

async function look(deps: ClusterDeps, client: KubernetesClient, order: DroppedOrder): Promise<PlacementStatus> {
  const { placement, mergeSha } = order;
  const { cluster, environment } = placement;
  const fetched = (await readSource(client))?.fetched;
  const has = fetched !== undefined && (fetched === mergeSha || (await deps.contains(fetched, mergeSha)));
  const commit = `${mergeSha.slice(0, 7)}…`;
  if (!has) return { cluster, state: 'pending', message: `Flux has not fetched commit ${commit} yet` };
  const kustomization = await client.readObject(kustomizationKey(environment));
  if (!kustomization) return { cluster, state: 'dropped', commit: mergeSha };
  return { cluster, state: 'pending', message: `Flux has commit ${commit}; ${describe(environment, kustomization)}` };
}

function describe(environment: string, { metadata }: KubernetesObject): string {
  if (!metadata.deletionTimestamp) return `Kustomization ${environment} not removed yet`;
  const { finalizers = [] } = metadata as { finalizers?: readonly string[] };
  return `Kustomization ${environment} is being deleted, and waits for ${finalizers.join(', ') || 'the cluster'}`;
}

import { heartbeat, sleep } from '@temporalio/activity';
import type { KubernetesClient } from '../../clients/kubernetes.ts';
import type { Placement } from '../../domain/change.ts';
import { appsFolder } from '../../domain/render/flux.ts';
import { FLUX_NAMESPACE } from '../../domain/render/manifest.ts';
import type { PlacementStatus } from '../../domain/status.ts';
import type { ClusterActivities } from '../contracts.ts';
import { failure } from '../failures.ts';
import { onCluster } from '../kubernetes-access.ts';
import type { ClusterDeps } from './deps.ts';
import {
  type KustomizationState,
  kustomizationKey,
  passesByItself,
  REQUESTED,
  readKustomization,
  readSource,
  SOURCE_KEY,
} from './flux-state.ts';
import { type Relation, revisionRelation } from './revision.ts';
import { findUnready } from './workloads.ts';

/** Looked at again after a tenth of the time waited so far: soon where it is quick, seldom where it takes its time. */
const PAUSE_MS = { least: 100, most: 1_000 };

type Order = Parameters<ClusterActivities['awaitPlacement']>[0];

/** One wait for one placement. */
interface Follow {
  readonly client: KubernetesClient;
  readonly placement: Placement;
  /** Short form of the merge commit, for people. */
  readonly commit: string;
  readonly relationOf: (sha: string | undefined) => Promise<Relation>;
  /** What Flux was last asked on the Kustomization; undefined when it must be asked (again). */
  asked: string | undefined;
}

/** Asks Flux to look now, then follows the Kustomization until it is settled or the budget is used up. */
export async function awaitPlacement(deps: ClusterDeps, order: Order): Promise<PlacementStatus> {
  const { placement } = order;
  const since = Date.now();
  const until = since + order.budgetSeconds * 1000;
  const follow: Follow = {
    client: deps.clusters(placement.cluster),
    placement,
    commit: `${order.mergeSha.slice(0, 7)}…`,
    relationOf: revisionRelation(deps, order.mergeSha, appsFolder(placement.cluster, placement.environment)),
    asked: undefined,
  };
  await onCluster(placement.cluster, () => askSource(follow));
  for (;;) {
    const status = await onCluster(placement.cluster, () => look(follow));
    heartbeat(status.message ?? status.state);
    if (status.state !== 'pending' || Date.now() >= until) return status;
    await sleep(Math.min(PAUSE_MS.most, Math.max(PAUSE_MS.least, (Date.now() - since) / 10)));
  }
}

const token = () => `berth-${new Date().toISOString()}`;

/** Asks Flux to fetch the fleet now. @throws failure `Configuration` where there is no Flux */
export async function askSource({ client, placement }: Pick<Follow, 'client' | 'placement'>): Promise<void> {
  if (await client.annotateObject(SOURCE_KEY, { [REQUESTED]: token() })) return;
  const name = `GitRepository ${FLUX_NAMESPACE}/${SOURCE_KEY.name}`;
  throw failure('Configuration', `${placement.cluster} has no ${name}: install Flux there with \`flux bootstrap\``);
}

/** One look: the source first, since nothing about the Kustomization counts before Flux has our commit. */
async function look(follow: Follow): Promise<PlacementStatus> {
  const { placement, commit } = follow;
  const source = await readSource(follow.client);
  if (source?.ready?.status === 'False') {
    return pending(follow, `Flux cannot read the fleet: ${source.ready.reason}: ${source.ready.message}`);
  }
  const fetched = await follow.relationOf(source?.fetched);
  if (fetched === 'later') return superseded(follow, source?.fetched ?? '');
  if (fetched === 'earlier') return pending(follow, `Flux has not fetched commit ${commit} yet`);
  const kustomization = await readKustomization(follow.client, placement.environment);
  if (!kustomization) return pending(follow, await unmade(follow));
  return judge(follow, kustomization);
}

/** What applies the folder of all environments, outermost first: a broken file of somebody else's keeps ours away. */
const MAKERS = ['flux-system', 'berth-config'];

async function unmade({ client, placement, commit }: Follow): Promise<string> {
  const text = `Flux has commit ${commit}; Kustomization ${placement.environment} not made yet`;
  for (const name of MAKERS) {
    const ready = (await readKustomization(client, name))?.ready;
    if (ready?.status === 'False') return `${text}, since ${name} says ${ready.reason}: ${ready.message}`;
  }
  return text;
}

async function judge(follow: Follow, kustomization: KustomizationState): Promise<PlacementStatus> {
  const { ready, applied } = kustomization;
  if (ready?.status === 'True' && kustomization.isCurrent && (await follow.relationOf(applied)) === 'ours') {
    // Flux takes a custom resource for ready while its operator has not said anything about it.
    const unready = await findUnready(follow.client, kustomization.inventory);
    if (unready) return pending(follow, `Flux has commit ${follow.commit}; ${unready}`);
    return { cluster: follow.placement.cluster, state: 'ready', ...(applied ? { commit: applied } : {}) };
  }
  const missing = await missingAccount(follow, kustomization);
  if (missing) {
    follow.asked = undefined;
    return pending(follow, `Waiting for infrastructure: service account ${missing} is not there yet`);
  }
  const attempted = (await follow.relationOf(kustomization.attempted)) === 'ours';
  if (attempted && ready?.status === 'False' && isAnswer(follow, kustomization)) {
    return { cluster: follow.placement.cluster, state: 'failed', message: `${ready.reason}: ${ready.message}` };
  }
  if (follow.asked === undefined) await askKustomization(follow);
  return pending(follow, attempted ? await progress(follow, kustomization) : queued(follow));
}

/**
 * A failure counts only when Flux tried again after it was asked: one from before the infrastructure was there is
 * expected.
 */
function isAnswer(follow: Follow, { handled, ready }: KustomizationState): boolean {
  return follow.asked !== undefined && handled === follow.asked && !passesByItself(ready);
}

async function askKustomization(follow: Follow): Promise<void> {
  const asked = token();
  const key = kustomizationKey(follow.placement.environment);
  if (await follow.client.annotateObject(key, { [REQUESTED]: asked })) follow.asked = asked;
}

async function missingAccount({ client }: Follow, { serviceAccount }: KustomizationState): Promise<string | undefined> {
  if (!serviceAccount) return undefined;
  const key = { apiVersion: 'v1', kind: 'ServiceAccount', namespace: FLUX_NAMESPACE, name: serviceAccount };
  return (await client.readObject(key)) ? undefined : `${FLUX_NAMESPACE}/${serviceAccount}`;
}

async function progress({ client, commit }: Follow, { inventory, ready }: KustomizationState): Promise<string> {
  const what = (await findUnready(client, inventory)) ?? ready?.message ?? 'reconciliation has not begun';
  return `Flux has commit ${commit}; ${what}`;
}

const queued = ({ commit, placement }: Follow) =>
  `Flux has commit ${commit}; ${placement.environment} is queued behind other environments`;

const pending = ({ placement }: Follow, message: string): PlacementStatus => ({
  cluster: placement.cluster,
  state: 'pending',
  message,
});

function superseded({ placement, commit }: Follow, by: string): PlacementStatus {
  const message = `${appsFolder(placement.cluster, placement.environment)} was changed after commit ${commit}: ${placement.cluster} is at ${by.slice(0, 7)}…`;
  return { cluster: placement.cluster, state: 'superseded', commit: by, message };
}

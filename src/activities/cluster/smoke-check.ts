import { cancellationSignal, heartbeat } from '@temporalio/activity';
import type { AccessQuestion, KubernetesClient } from '../../clients/kubernetes.ts';
import { PROJECT_ROLES } from '../../domain/accounts.ts';
import type { Placement } from '../../domain/change.ts';
import { groupName } from '../../domain/naming.ts';
import type { PlannedRequest } from '../contracts.ts';
import { onCluster } from '../kubernetes-access.ts';
import type { ClusterDeps } from './deps.ts';

type Order = PlannedRequest & { readonly placement: Placement };
type Check = (client: KubernetesClient, order: Order) => Promise<string[]>;

const READ = { verb: 'list', group: '', resource: 'pods' };
const WRITE = { verb: 'create', group: 'apps', resource: 'deployments' };

/** Reads namespace and quota and asks the authoriser about each group; one line for each broken promise. */
export async function smokeCheck(deps: ClusterDeps, request: PlannedRequest): Promise<string[]> {
  const problems: string[] = [];
  for (const placement of request.plan.placements) {
    problems.push(...(await checkPlacement(deps, { ...request, placement })));
  }
  return problems;
}

async function checkPlacement(deps: ClusterDeps, order: Order): Promise<string[]> {
  const { cluster } = order.placement;
  const client = deps.clusters(cluster);
  const problems: string[] = [];
  for (const check of [checkNamespace, checkQuota, checkReading, checkViewers]) {
    cancellationSignal().throwIfAborted();
    heartbeat(check.name);
    problems.push(...(await onCluster(cluster, () => check(client, order))));
  }
  return problems.map((problem) => `${cluster}: ${problem}`);
}

const checkNamespace: Check = async (client, { placement }) => {
  const namespace = await client.readObject({ apiVersion: 'v1', kind: 'Namespace', name: placement.environment });
  if (!namespace) return [`namespace ${placement.environment} does not exist`];
  const { phase } = (namespace as { status?: { phase?: string } }).status ?? {};
  return phase === 'Active' ? [] : [`namespace ${placement.environment} is ${phase ?? 'without a phase'}, not Active`];
};

const checkQuota: Check = async (client, { placement }) => {
  const query = { apiVersion: 'v1', kind: 'ResourceQuota', namespace: placement.environment };
  const quotas = await client.listObjects(query);
  return quotas.length > 0 ? [] : [`namespace ${placement.environment} has no quota`];
};

const checkReading: Check = async (client, order) => {
  const problems: string[] = [];
  for (const role of PROJECT_ROLES) {
    const group = groupName(order.request.project, role);
    if (!(await client.review(question(order, group, READ)))) problems.push(`group ${group} cannot list pods`);
  }
  return problems;
};

const checkViewers: Check = async (client, order) => {
  const group = groupName(order.request.project, 'viewers');
  const mayWrite = await client.review(question(order, group, WRITE));
  return mayWrite ? [`group ${group} can create deployments, but is to read only`] : [];
};

const question = (
  { placement }: Order,
  group: string,
  access: Pick<AccessQuestion, 'verb' | 'group' | 'resource'>,
): AccessQuestion => ({ ...access, groups: [group], namespace: placement.environment });

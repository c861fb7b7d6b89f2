import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningCluster, startCluster } from '../../sandbox/cluster/server.ts';
import type { SandboxContext } from '../../sandbox/kit/context.ts';
import { Faults } from '../../sandbox/kit/faults.ts';
import { makeTls } from '../../sandbox/kit/tls.ts';
import { WriteLog } from '../../sandbox/kit/write-log.ts';
import type { ClusterDeps } from '../../src/activities/cluster/deps.ts';
import { createClusterActivities } from '../../src/activities/cluster/index.ts';
import type { ClusterActivities, InfrastructureActivities } from '../../src/activities/contracts.ts';
import { createInfrastructureActivities } from '../../src/activities/infrastructure/index.ts';
import { createKubernetesClient, type KubernetesClient } from '../../src/clients/kubernetes.ts';
import type { Executor } from '../../src/domain/change.ts';
import type { PlacementStatus } from '../../src/domain/status.ts';
import type { ApplyGate } from '../../src/infrastructure/gate.ts';
import { RUNS_ON } from '../contract/differences.ts';
import { inContext } from './activity.ts';
import { type BareRepository, makeBareRepository } from './bare-repository.ts';
import { watchCluster } from './cluster-real.ts';

export const CLUSTER = 'cluster-east-prod';
export const ENVIRONMENT = 'payments-prod';
export const REFERENCE = 'BR-7F3K2M9QXA';
const SEEDS = join(import.meta.dirname, '../../sandbox/fleet/clusters', CLUSTER);

/** A cluster, its fleet and the activities that work on it. */
export interface ClusterWorld {
  readonly context: Pick<SandboxContext, 'writes' | 'faults'>;
  readonly fleet: BareRepository;
  readonly cluster: RunningCluster;
  readonly client: KubernetesClient;
  /** Steps 6 and 7, each call in an activity's context. */
  readonly infrastructure: InfrastructureActivities;
  readonly placements: ClusterActivities;
  readonly deps: ClusterDeps;
  close(): Promise<void>;
}

const refuse = () => Promise.reject(new Error('GitHub was asked'));
/** What works on clusters and machines itself asks GitHub nothing. */
export const UNREACHED = { owner: '', repo: '', octokit: refuse, installation: refuse };

export async function startClusterWorld(options: { gate?: ApplyGate } = {}): Promise<ClusterWorld> {
  const fleet = makeBareRepository();
  fleet.commit(seeds());
  const { context, cluster, close } = await startOrBorrow(fleet.folder);
  const client = createKubernetesClient(cluster.kubeconfig);
  const { readFile, treeAt, contains } = fleet;
  const deps = { clusters: () => client, treeAt, contains };
  const config = { github: { fleet: 'example/fleet' }, infrastructure: {}, clusters: {} };
  const gate = options.gate ?? (async () => {});
  return {
    context,
    fleet,
    cluster,
    client,
    infrastructure: inContext(
      createInfrastructureActivities({ ...deps, config, readFile, gate, github: UNREACHED, render: refuse }),
    ),
    placements: inContext(createClusterActivities(deps)),
    deps,
    close: async () => {
      await close();
      fleet.remove();
    },
  };
}

/** A sandbox cluster of the test's own, or the real one that the file has borrowed. */
async function startOrBorrow(gitFolder: string): Promise<Pick<ClusterWorld, 'context' | 'cluster' | 'close'>> {
  if (RUNS_ON === 'real') return watchCluster(gitFolder);
  const folder = mkdtempSync(join(tmpdir(), 'berth-cluster-'));
  const tls = makeTls(join(folder, 'tls'));
  const context = { folder, tls, writes: new WriteLog(), faults: new Faults() };
  const cluster = await startCluster(context, { name: CLUSTER, gitFolder });
  const close = async () => {
    await cluster.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { context, cluster, close };
}

function seeds(): Record<string, string> {
  const names = ['kustomization.yaml', 'berth-config.yaml', 'tenant-role.yaml'];
  const files = names.map((name) => [`clusters/${CLUSTER}/${name}`, readFileSync(join(SEEDS, name), 'utf8')]);
  return { ...Object.fromEntries(files), [`clusters/${CLUSTER}/config/.gitkeep`]: '' };
}

/** A merged request for payments-prod, as activities of steps 6 and 7 get it. */
export function mergedRequest(mergeSha: string, executor: Executor = 'kubernetes', reference = REFERENCE) {
  const placement = { cluster: CLUSTER, environment: ENVIRONMENT, executor };
  return {
    request: {
      reference,
      kind: 'create-project' as const,
      source: { channel: 'api' as const, key: 'key', receivedAt: '2026-11-21T09:00:00.000Z' },
      requester: 'dana@example.test',
      requesterId: 'dana',
      lead: 'lee@example.test',
      leadId: 'lee',
      members: [],
      project: 'payments',
      title: 'Payments API',
      costCentre: 'CC-1042',
      reason: '',
    },
    selection: { stage: 'prod' as const, regions: ['east'], size: 'S' as const, items: [] },
    plan: {
      baseSha: 'b'.repeat(40),
      contentHash: `sha256:${'c0de'.repeat(16)}`,
      specHash: `sha256:${'4be1'.repeat(16)}`,
      environment: ENVIRONMENT,
      paths: [],
      placements: [placement],
      cost: { currency: 'USD', before: 0, after: 59.32, delta: 59.32, priceBook: '2026-01' },
    },
    placement,
    mergeSha,
  };
}

/** The order of step 7 for the same request. */
export function placementOrder(mergeSha: string, budgetSeconds = 50) {
  const { plan, placement } = mergedRequest(mergeSha);
  return { plan, placement, mergeSha, budgetSeconds };
}

const binding = (name: string, role: string, subject: string) => `---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: ${name}, namespace: ${ENVIRONMENT} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: ${role} }
subjects: [${subject}]
`;
const group = (role: string) => `{ apiGroup: rbac.authorization.k8s.io, kind: Group, name: berth-payments-${role} }`;

export const WALLS_PATH = `infrastructure/${CLUSTER}/${ENVIRONMENT}/walls.yaml`;
export const WALLS = `apiVersion: v1
kind: Namespace
metadata: { name: ${ENVIRONMENT} }
---
apiVersion: v1
kind: ResourceQuota
metadata: { name: berth, namespace: ${ENVIRONMENT} }
spec: { hard: { requests.cpu: "2", requests.memory: 4Gi } }
---
apiVersion: v1
kind: LimitRange
metadata: { name: berth, namespace: ${ENVIRONMENT} }
spec: { limits: [{ type: Container, default: { cpu: 500m, memory: 512Mi } }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: berth-inside, namespace: ${ENVIRONMENT} }
spec: { podSelector: {}, policyTypes: [Ingress], ingress: [{ from: [{ podSelector: {} }] }] }
${binding('berth-leads', 'admin', group('leads'))}${binding('berth-developers', 'edit', group('developers'))}${binding('berth-viewers', 'view', group('viewers'))}---
apiVersion: v1
kind: ServiceAccount
metadata: { name: ${ENVIRONMENT}, namespace: flux-system }
${binding('berth-tenant', 'berth-tenant', `{ kind: ServiceAccount, name: ${ENVIRONMENT}, namespace: flux-system }`)}`;

const APPS = `clusters/${CLUSTER}/apps/${ENVIRONMENT}`;
export const DEPLOYMENT_PATH = `${APPS}/web.yaml`;
export const deployment = (replicas = 1) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: ${ENVIRONMENT} }
spec:
  replicas: ${replicas}
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: example.test/web:1 }] }
`;
const KUSTOMIZATION = `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: ${ENVIRONMENT}, namespace: flux-system }
spec:
  interval: 10m
  retryInterval: 30s
  timeout: 5m
  prune: true
  wait: true
  serviceAccountName: ${ENVIRONMENT}
  sourceRef: { kind: GitRepository, name: flux-system }
  path: ./${APPS}
`;

export const CONFIG_PATH = `clusters/${CLUSTER}/config/${ENVIRONMENT}.yaml`;
/** Everything a merge of the request brings into the fleet. */
export const MERGE = {
  [WALLS_PATH]: WALLS,
  [CONFIG_PATH]: KUSTOMIZATION,
  [DEPLOYMENT_PATH]: deployment(),
};

/** The stored object, as the cluster's own side has it. */
export async function stored(world: ClusterWorld, kind: string, name: string) {
  return (await world.cluster.objects()).find((o) => o.kind === kind && o.metadata.name === name);
}

/** Waits in turns, as the lifecycle does, until it is decided. */
export async function outcome(world: ClusterWorld, sha: string): Promise<PlacementStatus> {
  for (let turn = 0; turn < 3; turn++) {
    const status = await world.placements.awaitPlacement(placementOrder(sha));
    if (status.state !== 'pending') return status;
  }
  throw new Error('it stayed pending');
}

/** Waits in short turns, as the lifecycle does, until a turn ends with such a message. */
export async function statusSaying(world: ClusterWorld, sha: string, text: string): Promise<PlacementStatus> {
  for (let turn = 0; turn < 50; turn++) {
    const status = await world.placements.awaitPlacement(placementOrder(sha, 1));
    if (status.message?.includes(text)) return status;
  }
  throw new Error(`no turn ended with "${text}"`);
}

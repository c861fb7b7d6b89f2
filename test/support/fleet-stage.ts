/* A request that was rendered, approved and merged for real, a cluster that follows the fleet, and the activities. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installBerth } from '../../sandbox/berth-tool.ts';
import { type RunningCluster, startCluster } from '../../sandbox/cluster/server.ts';
import { fleetFiles } from '../../sandbox/fleet.ts';
import { type GithubServer, startGithub } from '../../sandbox/github/server.ts';
import { makeContext, type SandboxContext } from '../../sandbox/kit/context.ts';
import type { PlannedRequest } from '../../src/activities/contracts.ts';
import { createInfrastructureActivities } from '../../src/activities/infrastructure/index.ts';
import { createFleetHistory } from '../../src/activities/repository/git-reads.ts';
import { createRepositoryActivities } from '../../src/activities/repository/index.ts';
import { createGithub } from '../../src/clients/github.ts';
import { createKubernetesClient } from '../../src/clients/kubernetes.ts';
import type { Placement } from '../../src/domain/change.ts';
import { renderChange } from '../../src/domain/render/change.ts';
import { createApplyGate } from '../../src/infrastructure/gate.ts';
import { activityEnvironment, inActivity } from './activity.ts';
import { configFor, FREELY } from './github.ts';
import { type Witness, witnessOf } from './judged.ts';
import { CATALOGUE, workedExample } from './worked-example.ts';

const CLUSTER = 'cluster-east-dev';

export type MergedOrder = PlannedRequest & { placement: Placement; mergeSha: string };

export interface FleetStage {
  readonly context: SandboxContext;
  readonly github: GithubServer;
  readonly witness: Witness;
  readonly cluster: RunningCluster;
  readonly kubeconfig: string;
  /** From now on runs get no credentials. */
  withdrawSecrets(): void;
  /** Proposes, approves and merges the worked example for stage dev in region east. */
  merge(): Promise<MergedOrder>;
  /** One call of the activity: its attempts share an id, as Temporal's do. */
  apply(order: MergedOrder, call?: string): Promise<{ objects: string[]; missing: string[] }>;
  close(): Promise<void>;
}

const unrendered = () => Promise.reject(new Error('something was rendered'));

/** @param onPulls runs the workflows of pull requests too. */
export async function stageFleet({ onPulls = false } = {}): Promise<FleetStage> {
  const folder = mkdtempSync(join(tmpdir(), 'berth-fleet-'));
  const context = makeContext(folder);
  const server = await startGithub(context, { fleetFiles: fleetFiles() });
  const witness = witnessOf(server);
  const cluster = await startCluster(context, { name: CLUSTER, gitFolder: server.repositoryFolder });
  const tools = installBerth(join(folder, 'tools'));
  const secrets = { KUBECONFIG: cluster.kubeconfig };
  // The same credentials under another name show what keeps a run from them when it names that cluster.
  const all = { [CLUSTER]: secrets, 'cluster-east-prod': secrets, 'berth-plan': secrets };
  server.setActions({ secrets: all, tools, onPulls });
  const config = { ...configFor(server), infrastructure: {}, clusters: {} };
  const github = createGithub(config, FREELY);
  const history = createFleetHistory(github);
  const client = createKubernetesClient(cluster.kubeconfig);
  const gate = createApplyGate(history);
  const deps = { config, clusters: () => client, readFile: history.readFile, gate, github, render: unrendered };
  const { applyInfrastructure } = createInfrastructureActivities(deps);
  return {
    context,
    github: server,
    witness,
    cluster,
    kubeconfig: cluster.kubeconfig,
    withdrawSecrets: () => server.setActions({ secrets: {}, tools }),
    merge: () => mergeExample(server),
    apply: (order, call = '7') =>
      inActivity(() => applyInfrastructure(order), activityEnvironment({ activityId: call })),
    close: async () => {
      await server.close();
      await cluster.close();
      rmSync(folder, { recursive: true, force: true });
      await witness.settle();
    },
  };
}

async function mergeExample(server: GithubServer): Promise<MergedOrder> {
  const { branches } = await server.inspect();
  const snapshot = { sha: branches.get('main') ?? '', files: fleetFiles() };
  const input = workedExample({ selection: { stage: 'dev', regions: ['east'], items: [] } });
  const rendered = renderChange(input, snapshot, CATALOGUE);
  const config = configFor(server);
  const activities = createRepositoryActivities({
    config,
    github: createGithub(config, FREELY),
    render: async () => rendered,
  });
  const planned = { ...input, plan: rendered.plan };
  const { number, headSha } = await activities.proposeChange(planned);
  await activities.mirrorApproval({ number, headSha, state: 'success', description: 'Approved: lee' });
  const { reference } = input.request;
  const { specHash, placements } = rendered.plan;
  const { mergeSha } = await activities.mergePullRequest({ number, headSha, reference, specHash });
  const [placement] = placements;
  if (!placement) throw new Error('no placement');
  return { ...planned, placement, mergeSha };
}

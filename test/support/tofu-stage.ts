/** A real cluster, a real OpenTofu with its states, and step 6 between them; needs the stack's programs. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InfrastructureActivities } from '../../src/activities/contracts.ts';
import { createInfrastructureActivities } from '../../src/activities/infrastructure/index.ts';
import { createKubernetesClient, type KubernetesClient } from '../../src/clients/kubernetes.ts';
import { Secret } from '../../src/config.ts';
import type { Executor } from '../../src/domain/change.ts';
import { renderChange } from '../../src/domain/render/change.ts';
import type { SelectedRequest } from '../../src/domain/request.ts';
import { makeStackContext } from '../../stack/kit/context.ts';
import { type RunningTofu, startTofu } from '../../stack/tofu/tofu.ts';
import { inContext } from './activity.ts';
import { CLUSTER, mergedRequest, UNREACHED } from './cluster.ts';
import { type BorrowedCluster, borrowCluster } from './cluster-loan.ts';
import { CATALOGUE, fleetWithExecutor, workedExample } from './worked-example.ts';

export const STATE = `${CLUSTER}/payments-prod`;

export interface TofuStage {
  readonly cluster: BorrowedCluster;
  readonly tofu: RunningTofu;
  readonly client: KubernetesClient;
  /** Step 6 by the executor `opentofu`; settings of a worker's configuration may be replaced. */
  infrastructure(changes?: StageChanges): InfrastructureActivities;
  close(): Promise<void>;
}

export interface StageChanges {
  readonly program?: string;
  readonly environment?: string;
  readonly kubeconfig?: string;
  /** What is rendered, and so what is merged. */
  readonly request?: SelectedRequest;
  /** What the fleet's main branch holds of it once it is undone. */
  readonly undone?: boolean;
}

export async function startTofuStage(): Promise<TofuStage> {
  const folder = mkdtempSync(join(tmpdir(), 'berth-tofu-stage-'));
  const context = await makeStackContext(folder);
  const tofu = await startTofu(context);
  const cluster = await borrowCluster();
  const own = cluster.kubeconfig;
  const planning = await cluster.planKubeconfig();
  const client = createKubernetesClient(own);
  return {
    cluster,
    tofu,
    client,
    infrastructure: (changes = {}) => {
      const environment = new Secret(changes.environment ?? tofu.environment);
      const planEnvironment = new Secret(changes.environment ?? tofu.planEnvironment);
      const program = changes.program ?? tofu.program;
      const opentofu = { program, backend: tofu.backend, environment, planEnvironment };
      const credentials = {
        kubeconfig: new Secret(changes.kubeconfig ?? own),
        planKubeconfig: new Secret(changes.kubeconfig ?? planning),
      };
      const { files } = rendered(changes.request);
      const activities = createInfrastructureActivities({
        config: {
          github: { fleet: 'example/fleet' },
          clusters: { [CLUSTER]: credentials },
          infrastructure: { opentofu },
        },
        clusters: () => client,
        readFile: async (sha, path) =>
          changes.undone && sha === 'main' ? null : (files.find((file) => file.path === path)?.content ?? null),
        gate: async () => {},
        github: UNREACHED,
        render: async () => ({ files }),
      });
      return inContext(activities);
    },
    close: async () => {
      await cluster.reset();
      await tofu.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const EXAMPLE = workedExample({ selection: { regions: ['east'] } });

export const rendered = (request: SelectedRequest = EXAMPLE, executor: Executor = 'opentofu') =>
  renderChange(request, fleetWithExecutor(executor), CATALOGUE);

/** The order of step 6 for the worked example. */
export function orderFor(request: SelectedRequest = EXAMPLE, executor: Executor = 'opentofu') {
  const order = mergedRequest('a'.repeat(40), executor);
  return { ...order, ...request, plan: rendered(request, executor).plan };
}

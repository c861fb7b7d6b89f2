import type { Github } from '../../clients/github.ts';
import type { Config } from '../../config.ts';
import type { Executor, RenderedFile } from '../../domain/change.ts';
import type { ApplyGate } from '../../infrastructure/gate.ts';
import { projectMarks } from '../../infrastructure/marks.ts';
import type { ReadFleetFile } from '../../infrastructure/order.ts';
import { beating } from '../beating.ts';
import type { InfrastructureActivities, PlannedRequest } from '../contracts.ts';
import { failure } from '../failures.ts';
import { type Clusters, onCluster } from '../kubernetes-access.ts';
import { configureMachines } from './ansible.ts';
import { asFailures } from './as-failures.ts';
import type { InfrastructureExecutor, MergedRequest } from './executor.ts';
import { githubActionsExecutor } from './github-actions.ts';
import { kubernetesExecutor } from './kubernetes.ts';
import { dismantlingCommands, manualExecutor } from './manual.ts';
import { openTofuExecutor } from './opentofu.ts';
import { listWalls } from './remove-walls.ts';

export interface InfrastructureDeps {
  readonly config: Pick<Config, 'infrastructure' | 'clusters'> & { readonly github: Pick<Config['github'], 'fleet'> };
  readonly clusters: Clusters;
  readonly readFile: ReadFleetFile;
  readonly gate: ApplyGate;
  readonly github: Github;
  readonly render: (input: PlannedRequest) => Promise<{ readonly files: readonly RenderedFile[] }>;
}

/** Infrastructure by the executor that each placement names; nothing is applied before the gate. */
export function createInfrastructureActivities(deps: InfrastructureDeps): InfrastructureActivities {
  const executors = makeExecutors(deps);
  return asFailures({
    planInfrastructure: async (order) => {
      const { executor, cluster } = order.placement;
      const { plan } = executors[executor];
      if (!plan) throw failure('Configuration', `The executor ${executor} of ${cluster} makes no plans`);
      return plan(order);
    },
    applyInfrastructure: async (order) => {
      await deps.gate(order);
      const executor = executors[order.placement.executor];
      const { objects, missing, differing } = await executor.apply(order);
      if (differing) return { objects, missing: [], differing };
      return { objects, missing: missing ?? (await executor.findMissing(order)) };
    },
    manualCommands: async (order) => {
      await deps.gate(order);
      return executors[order.placement.executor].commands(order);
    },
    findMissingInfrastructure: async (order) => executors[order.placement.executor].findMissing(order),
    ...beating({
      configureMachines: async (order: MergedRequest) => {
        await deps.gate(order);
        return configureMachines(deps, order);
      },
    }),
    ...beating({
      dismantleInfrastructure: async (order: MergedRequest) => {
        await deps.gate(order);
        return executors[order.placement.executor].dismantle(order);
      },
    }),
    removalCommands: async (order) => dismantlingCommands(order),
    findStandingWalls: async ({ request, placement }) => {
      const { cluster } = placement;
      return onCluster(cluster, () => listWalls(deps.clusters(cluster), placement, projectMarks(request.project)));
    },
    removeInfrastructure: async (order) => executors[order.placement.executor].remove(order),
  });
}

function makeExecutors(deps: InfrastructureDeps): Readonly<Record<Executor, InfrastructureExecutor>> {
  const shared = { clusters: deps.clusters, readFile: deps.readFile, fleet: deps.config.github.fleet };
  return {
    kubernetes: kubernetesExecutor(shared),
    manual: manualExecutor(shared),
    opentofu: openTofuExecutor({ ...shared, config: deps.config, render: deps.render }),
    'github-actions': githubActionsExecutor({ ...shared, github: deps.github }),
  };
}

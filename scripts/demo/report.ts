import { Client, Connection } from '@temporalio/client';
import type { RequestStatus } from '../../src/domain/status.ts';
import { stepMilliseconds } from './show.ts';
import type { Stage } from './stage.ts';

/** The demo's result, as printed by `--json`. */
export interface Report {
  readonly reference: string;
  readonly workflowId: string;
  readonly steps: readonly { readonly name: string; readonly ms: number; readonly status: string }[];
  readonly environment: {
    readonly name: string;
    readonly namespace: string;
    readonly placements: readonly {
      readonly cluster: string;
      readonly commit: string | null;
      readonly ready: boolean;
    }[];
  } | null;
  readonly history: { readonly events: number; readonly bytes: number };
  readonly executor: string | null;
  readonly temporal: string;
  readonly ready: boolean;
}

export async function reportOf(stage: Stage, status: RequestStatus): Promise<Report> {
  const environment = await environmentOf(stage, status);
  return {
    reference: status.reference,
    workflowId: status.workflowId,
    steps: status.steps.map((step) => ({ name: step.name, ms: stepMilliseconds(step), status: step.status })),
    environment,
    history: await historyOf(stage, status.workflowId),
    executor: status.plan?.placements[0]?.executor ?? null,
    temporal: stage.temporal.how,
    ready: status.phase === 'ready' && environment !== null && environment.placements.every((p) => p.ready),
  };
}

async function environmentOf(stage: Stage, status: RequestStatus): Promise<Report['environment']> {
  if (!status.plan) return null;
  const name = status.plan.environment;
  const placements = status.placements.map(async ({ cluster, commit, state }) => ({
    cluster,
    commit: commit ?? null,
    ready: state === 'ready' && (await clusterShows(stage, cluster, name)),
  }));
  return { name, namespace: name, placements: await Promise.all(placements) };
}

/** What Berth says is not taken on trust: the cluster itself must show namespace, quota and a ready Kustomization. */
async function clusterShows(stage: Stage, cluster: string, environment: string): Promise<boolean> {
  const objects = (await stage.sandbox.clusters.get(cluster)?.objects()) ?? [];
  const has = (kind: string, match: (o: (typeof objects)[number]) => boolean) =>
    objects.some((o) => o.kind === kind && match(o));
  return (
    has('Namespace', (o) => o.metadata.name === environment) &&
    has('ResourceQuota', (o) => o.metadata.namespace === environment) &&
    has(
      'Kustomization',
      (o) => o.metadata.name === environment && JSON.stringify(o).includes('"type":"Ready","status":"True"'),
    )
  );
}

async function historyOf(stage: Stage, workflowId: string): Promise<Report['history']> {
  const connection = await Connection.connect({ address: stage.temporal.address });
  try {
    const { historyLength, historySize } = await new Client({ connection }).workflow.getHandle(workflowId).describe();
    return { events: historyLength, bytes: historySize ?? 0 };
  } finally {
    await connection.close();
  }
}

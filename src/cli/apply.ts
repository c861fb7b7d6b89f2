import { ClientError } from '../clients/client-error.ts';
import { openCheckout } from '../clients/git-checkout.ts';
import { createTokenFleet } from '../clients/github.ts';
import { githubError } from '../clients/github-errors.ts';
import { approvalOf, readMergedCommit } from '../clients/github-fleet.ts';
import { createKubernetesClient } from '../clients/kubernetes.ts';
import { isTransient } from '../domain/failures.ts';
import { applyWalls } from '../infrastructure/apply.ts';
import { InfrastructureError } from '../infrastructure/error.ts';
import { createApplyGate } from '../infrastructure/gate.ts';
import { verifySpec } from '../infrastructure/merged-spec.ts';
import type { WallsOrder } from '../infrastructure/order.ts';
import { readWalls } from '../infrastructure/walls.ts';
import { explained } from './cluster-failures.ts';
import type { CliContext } from './context.ts';
import type { RunEnvironment } from './environment.ts';
import { CliFailure, EXIT } from './failures.ts';

/** What a run of the fleet's workflow is told to make. */
export interface ApplyOptions {
  readonly request: string;
  readonly sha: string;
  readonly spec: string;
  readonly cluster: string;
  readonly environment: string;
}

/** Makes the walls as merged, if what was merged is what was approved. @throws CliFailure */
export async function apply(
  context: Pick<CliContext, 'print'>,
  options: ApplyOptions,
  run: RunEnvironment,
): Promise<void> {
  try {
    await applyMerged(context, options, run);
  } catch (error) {
    throw fromGithub(explained(error));
  }
}

async function applyMerged(
  { print }: Pick<CliContext, 'print'>,
  options: ApplyOptions,
  run: RunEnvironment,
): Promise<void> {
  const { request: reference, sha: mergeSha, spec: specHash, cluster, environment } = options;
  const checkout = openCheckout('.');
  const { project, clusters } = await verifySpec(checkout, { reference, environment, mergeSha, specHash });
  if (!clusters.includes(cluster)) {
    throw new InfrastructureError('UnapprovedMerge', `${environment} was not approved for ${cluster}`);
  }
  const order = { request: { reference, project }, plan: { specHash }, placement: { cluster, environment }, mergeSha };
  await passGate(order, run);
  print(`Gate: ${mergeSha.slice(0, 7)} merged ${reference} with ${specHash}, approved`);
  const walls = await readWalls(checkout.readFile, order);
  const client = createKubernetesClient(run.kubeconfig);
  const objects = await applyWalls(client, walls, order, () => {});
  for (const object of objects) print(`${cluster}: ${object}`);
}

/** The worker has asked the same before it dispatched: whoever else may dispatch comes no further than here. */
async function passGate(order: WallsOrder, run: RunEnvironment): Promise<void> {
  const fleet = createTokenFleet({ baseUrl: run.apiUrl, token: run.token, repository: run.repository });
  const pass = createApplyGate({
    readMergedCommit: (sha) => readMergedCommit(fleet, sha),
    readApprovalStatus: async (sha) => (await approvalOf(fleet, sha))?.state ?? null,
  });
  await pass(order);
}

function fromGithub(error: unknown): unknown {
  const told = githubError(error, 'show what was merged and approved');
  if (!(told instanceof ClientError)) return error;
  return new CliFailure(isTransient(told.type) ? EXIT.unreachable : EXIT.notAllowed, told.message);
}

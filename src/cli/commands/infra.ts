import type { Command } from 'commander';
import { ClientError } from '../../clients/client-error.ts';
import { openCheckout } from '../../clients/git-checkout.ts';
import { createTokenFleet } from '../../clients/github.ts';
import { githubError } from '../../clients/github-errors.ts';
import { approvalOf, readMergedCommit } from '../../clients/github-fleet.ts';
import { createKubernetesClient, KubernetesError } from '../../clients/kubernetes.ts';
import { isTransient } from '../../domain/failures.ts';
import { applyWalls } from '../../infrastructure/apply.ts';
import { InfrastructureError } from '../../infrastructure/error.ts';
import { createApplyGate } from '../../infrastructure/gate.ts';
import { verifySpec } from '../../infrastructure/merged-spec.ts';
import type { WallsOrder } from '../../infrastructure/order.ts';
import { readWalls } from '../../infrastructure/walls.ts';
import type { CliContext } from '../context.ts';
import { type RunEnvironment, readRunEnvironment } from '../environment.ts';
import { CliFailure, EXIT } from '../failures.ts';

const HELP = `
The workflow berth-apply of the fleet calls this in a checkout of the fleet. It applies nothing unless the commit
merged what was approved. Environment:
  GITHUB_TOKEN, GITHUB_API_URL, GITHUB_REPOSITORY   as GitHub Actions has them; the token only reads
  BERTH_KUBECONFIG                                  the text of the cluster's kubeconfig`;

interface ApplyOptions {
  readonly request: string;
  readonly sha: string;
  readonly spec: string;
  readonly cluster: string;
  readonly environment: string;
}

export function addInfraCommand(program: Command, context: () => Pick<CliContext, 'print'>): void {
  program
    .command('infra')
    .summary('for the fleet workflow: make infrastructure')
    .command('apply')
    .summary('make the walls of one environment on one cluster, as merged')
    .requiredOption('--request <reference>')
    .requiredOption('--sha <commit>', 'the commit that merged the request')
    .requiredOption('--spec <hash>', 'the specHash that was approved')
    .requiredOption('--cluster <name>')
    .requiredOption('--environment <name>')
    .addHelpText('after', HELP)
    .action((options: ApplyOptions) => explaining(() => apply(context(), options, readRunEnvironment())));
}

async function apply({ print }: Pick<CliContext, 'print'>, options: ApplyOptions, run: RunEnvironment): Promise<void> {
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

async function explaining(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    throw explained(error);
  }
}

function explained(error: unknown): unknown {
  if (error instanceof InfrastructureError) return new CliFailure(EXIT.refused, `${error.type}: ${error.message}`);
  if (error instanceof KubernetesError) {
    return new CliFailure(error.code === null ? EXIT.unreachable : EXIT.refused, `Kubernetes: ${error.message}`);
  }
  const told = githubError(error, 'show what was merged and approved');
  if (!(told instanceof ClientError)) return error;
  return new CliFailure(isTransient(told.type) ? EXIT.unreachable : EXIT.notAllowed, told.message);
}

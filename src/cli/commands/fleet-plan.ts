import { parseDocument } from 'yaml';
import { openCheckout } from '../../clients/git-checkout.ts';
import { openWorktree } from '../../clients/git-worktree.ts';
import { createKubernetesClient } from '../../clients/kubernetes.ts';
import { readProfile } from '../../domain/profile.ts';
import { readTrailers } from '../../fleet/change.ts';
import { ownerOf } from '../../fleet/paths.ts';
import { InfrastructureError } from '../../infrastructure/error.ts';
import { verifySpec } from '../../infrastructure/merged-spec.ts';
import { planWalls } from '../../infrastructure/plan-walls.ts';
import { readWalls } from '../../infrastructure/walls.ts';
import { explained } from '../cluster-failures.ts';
import type { CliContext } from '../context.ts';
import { readPlanEnvironment } from '../environment.ts';
import { CliFailure, EXIT } from '../failures.ts';

type Print = CliContext['print'];

/** What is proposed, proven to be what its request states. */
interface Proposal {
  readonly head: string;
  readonly environment: string;
  readonly project: string;
  readonly clusters: readonly string[];
  readonly removes: boolean;
}

export async function plan({ print }: Pick<CliContext, 'print'>, { base }: { readonly base: string }): Promise<void> {
  try {
    const proposal = await readProposal(base);
    if (!proposal) return print('There are no walls of a request to plan.');
    const { kubeconfig } = readPlanEnvironment();
    for (const cluster of proposal.clusters) await planOn(print, proposal, cluster, kubeconfig);
  } catch (error) {
    throw explained(error);
  }
}

/** Null when the change is no request's, takes one back, or is a later part of a removal. */
async function readProposal(base: string): Promise<Proposal | null> {
  const worktree = openWorktree('.');
  const fork = await worktree.forkPoint(base);
  const { request, spec, undo, removal } = readTrailers(await worktree.messagesSince(fork));
  if (request === undefined || spec === undefined || (undo ?? removal) !== undefined) return null;
  const head = await worktree.headCommit();
  const owners = (await worktree.changedSince(fork)).map(ownerOf);
  const environment = owners.find((owner) => owner.kind === 'environment')?.environment;
  if (environment === undefined) return null;
  const claim = { reference: request, environment, mergeSha: head, specHash: spec };
  const { project, clusters, removes } = await verifySpec(openCheckout('.'), claim);
  return { head, environment, project, clusters, removes };
}

async function planOn(print: Print, proposal: Proposal, cluster: string, kubeconfig: string): Promise<void> {
  const { readFile } = openCheckout('.');
  const path = `clusters/${cluster}/profile.yaml`;
  const profile = readProfile(
    { sha: '', files: new Map([[path, (await readFile(proposal.head, path)) ?? '']]) },
    cluster,
  );
  if (profile?.executor === 'opentofu') return print(`${cluster}: Berth's worker plans it with OpenTofu`);
  const { head: mergeSha, environment, project, removes } = proposal;
  if (removes) return print(`${cluster}: remove all walls of ${environment}`);
  const walls = await readWalls(readFile, { placement: { cluster, environment }, mergeSha });
  const planned = await planWalls(createKubernetesClient(contextOf(kubeconfig, cluster)), walls, project);
  for (const { action, title } of planned) print(`${cluster}: ${action} ${title}`);
  const taken = planned.filter(({ action }) => action === 'taken').map(({ title }) => title);
  if (taken.length === 0) return;
  throw new InfrastructureError('NameTaken', `on ${cluster}, ${taken.join(', ')} is not Berth's for ${project}`);
}

/** The kubeconfig with the context that is called as the cluster is. */
function contextOf(kubeconfig: string, cluster: string): string {
  const document = parseDocument(kubeconfig);
  const { contexts = [] } = (document.toJS() ?? {}) as { contexts?: readonly { readonly name: string }[] };
  if (!contexts.some(({ name }) => name === cluster)) {
    throw new CliFailure(EXIT.usage, `BERTH_KUBECONFIG has no context called ${cluster}.`);
  }
  document.set('current-context', cluster);
  return document.toString();
}

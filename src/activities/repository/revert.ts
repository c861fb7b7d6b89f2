import { type Fleet, MAIN } from '../../clients/github-fleet.ts';
import { branchHead, openFleet, readTree, type Tree } from '../../clients/github-tree.ts';
import { environmentPath } from '../../domain/fleet-settings.ts';
import { branchName, environmentName } from '../../domain/naming.ts';
import { STAGES } from '../../domain/selection.ts';
import type { RepositoryWriteActivities } from '../contracts.ts';
import { failure } from '../failures.ts';
import type { RepositoryDeps } from './deps.ts';
import { sameEntry } from './objects.ts';
import { mergeOwn, type OwnChange } from './own-change.ts';
import { findPull, removeBranch } from './pulls.ts';

type Input = Parameters<RepositoryWriteActivities['revertChange']>[0];

/** What the fleet looked like around the merge, and looks like now. */
interface Views {
  readonly before: Tree;
  readonly main: Tree;
  readonly mainSha: string;
  /** When the merge was made: the undo is dated so, and a repeated attempt makes the same commit. */
  readonly mergedAt: string;
}

/**
 * Restores our own paths exactly as they were before the merge, by a pull request of the approval class `undo`. The
 * project's file stays while another environment of the project stands.
 * @throws Rejected when one of the paths was changed since, or the undo branch holds anything else.
 */
export async function revertChange({ github }: RepositoryDeps, input: Input): Promise<string[]> {
  const fleet = await openFleet(github);
  const branch = `${branchName(input.reference)}-undo`;
  const earlier = await findPull(fleet, branch);
  if (earlier?.merged_at) return finish(fleet, branch, earlier.number, await neededOnMain(fleet, input));
  const views = await viewAround(fleet, input);
  const needed = neededByOthers(input, views.main);
  const owned = input.plan.paths.filter((path) => !needed.includes(path));
  const paths = owned.filter((path) => !sameEntry(views.before.get(path), views.main.get(path)));
  if (paths.length === 0) return [];
  const { number } = await mergeOwn(fleet, undoOf(input, branch, views, { owned, paths }), earlier);
  return said(number, needed);
}

async function finish(fleet: Fleet, branch: string, number: number, needed: readonly string[]): Promise<string[]> {
  await removeBranch(fleet, branch);
  return said(number, needed);
}

function said(number: number, needed: readonly string[]): string[] {
  const left = needed.map((path) => `left: ${path}, which other environments of the project need`);
  return [`restored our files in the fleet by pull request #${number}`, ...left];
}

async function neededOnMain(fleet: Fleet, input: Input): Promise<string[]> {
  return neededByOthers(input, await readTree(fleet, (await branchHead(fleet, MAIN)) ?? ''));
}

/** The project's file, when a later request made an environment in the project. */
function neededByOthers({ plan }: Input, main: Tree): string[] {
  return plan.paths.filter((path) => {
    const [, project] = /^projects\/([^/]+)\.yaml$/.exec(path) ?? [];
    const environments = STAGES.map((stage) => environmentPath(environmentName(project ?? '', stage)));
    return project !== undefined && environments.some((other) => main.has(other) && !plan.paths.includes(other));
  });
}

async function viewAround(fleet: Fleet, { plan, mergeSha, reference }: Input): Promise<Views> {
  const { data: merge } = await fleet.rest.git.getCommit({ ...fleet.at, commit_sha: mergeSha });
  const before = await readTree(fleet, merge.parents[0]?.sha ?? '');
  const merged = await readTree(fleet, mergeSha);
  const mainSha = (await branchHead(fleet, MAIN)) ?? '';
  const main = await readTree(fleet, mainSha);
  const foreign = plan.paths.filter(
    (path) => !sameEntry(main.get(path), merged.get(path)) && !sameEntry(main.get(path), before.get(path)),
  );
  if (foreign.length === 0) return { before, main, mainSha, mergedAt: merge.committer.date };
  const message = `${reference} cannot be taken back by itself: ${foreign.join(', ')} changed since. Use a decommission.`;
  throw failure('Rejected', message);
}

function undoOf(
  { reference, mergeSha, plan }: Input,
  branch: string,
  { before, mainSha, mergedAt }: Views,
  { owned, paths }: { owned: readonly string[]; paths: readonly string[] },
): OwnChange {
  return {
    branch,
    reference,
    specHash: plan.specHash,
    title: `Undo ${reference}`,
    body: `Restores ${paths.length} files exactly as they were before ${mergeSha}.`,
    trailer: `Berth-Undo: ${mergeSha}`,
    why: `Undo of ${reference}: byte-equal to before`,
    base: mainSha,
    at: mergedAt,
    changes: paths.map((path) => ({ path, ...(before.get(path) ?? { sha: null, mode: '100644' }) })),
    allowed: new Map(owned.map((path) => [path, before.get(path)])),
  };
}

import { type Fleet, MAIN } from '../../clients/github-fleet.ts';
import { branchHead, openFleet, readTree, type Tree } from '../../clients/github-tree.ts';
import { environmentPath, projectPath } from '../../domain/fleet-settings.ts';
import { branchName, environmentName, partsOf } from '../../domain/naming.ts';
import { ownedPaths } from '../../domain/owned-paths.ts';
import { STAGES } from '../../domain/selection.ts';
import type { RepositoryWriteActivities } from '../contracts.ts';
import { failure } from '../failures.ts';
import type { RepositoryDeps } from './deps.ts';
import { blobSha, sameEntry, type TreeChange, without } from './objects.ts';
import { mergeOwn, type OwnChange } from './own-change.ts';
import { findPull, getPull, removeBranch } from './pulls.ts';

type Input = Parameters<RepositoryWriteActivities['dropFiles']>[0];
type Dropped = Awaited<ReturnType<RepositoryWriteActivities['dropFiles']>>;

/**
 * Takes one part of a removal's files off main, by a pull request that only deletes what the approved one listed; with
 * the last files of a project its name is closed.
 * @throws Rejected when a file was changed or added since the removal was merged.
 */
export async function dropFiles({ github }: RepositoryDeps, input: Input): Promise<Dropped> {
  const fleet = await openFleet(github);
  const branch = `${branchName(input.reference)}-${input.part}`;
  const earlier = await findPull(fleet, branch);
  if (earlier?.merged_at) return finish(fleet, branch, earlier.number);
  const base = (await branchHead(fleet, MAIN)) ?? '';
  const main = await readTree(fleet, base);
  const paths = await pathsOf(fleet, input, main);
  if (paths.length === 0) return { mergeSha: input.mergeSha, done: [] };
  const { data: merge } = await fleet.rest.git.getCommit({ ...fleet.at, commit_sha: input.mergeSha });
  const tombstone = input.endsProject && !hasOthers(main, input) ? await tombstoneOf(fleet, input) : undefined;
  const change = changeOf(input, { branch, base, at: merge.committer.date, paths, tombstone });
  const { number, mergeSha } = await mergeOwn(fleet, change, earlier);
  return { mergeSha, done: [said(number)] };
}

const said = (number: number) => `dropped files of the fleet by pull request #${number}`;

async function finish(fleet: Fleet, branch: string, number: number): Promise<Dropped> {
  await removeBranch(fleet, branch);
  const { merge_commit_sha } = await getPull(fleet, number);
  return { mergeSha: merge_commit_sha ?? '', done: [said(number)] };
}

/** What stands of this part on main, each as the removal left it. */
async function pathsOf(fleet: Fleet, { reference, plan, mergeSha, part }: Input, main: Tree): Promise<string[]> {
  const { environment, placements } = plan;
  const clusters = placements.map(({ cluster }) => cluster);
  const owner = { reference: '', project: partsOf(environment).project, environment, clusters, ownsProject: false };
  const isFlux = (path: string) => path.endsWith(`/config/${environment}.yaml`);
  const standing = ownedPaths([...main.keys()], owner).filter((path) => part === 'files' || isFlux(path));
  const merged = await readTree(fleet, mergeSha);
  const foreign = standing.filter((path) => !sameEntry(main.get(path), merged.get(path)));
  if (foreign.length === 0) return standing;
  const message = `${foreign.join(', ')} changed since ${reference} was merged, so nobody has approved that it goes.`;
  throw failure(
    'Rejected',
    `${message} Put it back as it was at ${mergeSha.slice(0, 7)}, or delete it by hand; then retry.`,
  );
}

/** Whatever the directory says: a name is not closed while Git has an environment of the project. */
function hasOthers(main: Tree, { plan }: Input): boolean {
  const { project } = partsOf(plan.environment);
  const names = STAGES.map((stage) => environmentName(project, stage)).filter((name) => name !== plan.environment);
  return names.some((name) => main.has(environmentPath(name)));
}

/** The project's file with a last line that closes its name; people look after the rest. */
async function tombstoneOf(
  fleet: Fleet,
  { reference, plan }: Input,
): Promise<{ path: string; content: string } | undefined> {
  const path = projectPath(partsOf(plan.environment).project);
  const { data } = await fleet.rest.repos.getContent({ ...fleet.at, path, ref: MAIN });
  const text = 'content' in data && data.type === 'file' ? Buffer.from(data.content, 'base64').toString('utf8') : '';
  if (/^removed:/m.test(text)) return undefined;
  return { path, content: `${text.replace(/\n?$/, '\n')}removed: ${reference}\n` };
}

interface Made {
  readonly branch: string;
  readonly base: string;
  readonly at: string;
  readonly paths: readonly string[];
  readonly tombstone: { readonly path: string; readonly content: string } | undefined;
}

function changeOf({ reference, plan, mergeSha, part }: Input, { tombstone, paths, ...made }: Made): OwnChange {
  const closed = tombstone ? [[tombstone.path, { sha: blobSha(tombstone.content), mode: '100644' }] as const] : [];
  const changes: TreeChange[] = [...paths.map(without), ...(tombstone ? [tombstone] : [])];
  const what = part === 'flux' ? 'Flux Kustomizations' : 'files';
  return {
    ...made,
    reference,
    specHash: plan.specHash,
    title: `${reference}: drop the ${what} of ${plan.environment}`,
    body: `Deletes ${paths.length} files as ${reference} was approved to${tombstone ? ', and closes the name of the project' : ''}.`,
    trailer: `Berth-Removal: ${mergeSha}`,
    why: `Part of ${reference}: only deletes what was approved`,
    changes,
    allowed: new Map([...paths.map((path) => [path, undefined] as const), ...closed]),
  };
}

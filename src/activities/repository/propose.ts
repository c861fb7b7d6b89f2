import { type Fleet, MAIN, mergeBase } from '../../clients/github-fleet.ts';
import { branchHead, openFleet } from '../../clients/github-tree.ts';
import type { ChangePlan, PullRequest } from '../../domain/change.ts';
import { branchName, pullRequestMarker, trailers } from '../../domain/naming.ts';
import type { PlannedRequest } from '../contracts.ts';
import { failure } from '../failures.ts';
import type { RenderedChange, RepositoryDeps } from './deps.ts';
import { changedBetween, holdsSpec, without, writeCommit } from './objects.ts';
import { findPull, type ListedPull } from './pulls.ts';

/**
 * Branch and pull request that hold the change, made or brought up to date: four writes for new ones, none when all
 * stands. A pull request that was closed unmerged is opened again; a merged one is left as it is.
 * @throws MergeConflict when main has changed one of the paths since the change was rendered.
 */
export async function proposeChange(deps: RepositoryDeps, input: PlannedRequest): Promise<PullRequest> {
  const fleet = await openFleet(deps.github);
  const change = await deps.render(input);
  const branch = branchName(input.request.reference);
  const pull = await findPull(fleet, branch);
  if (pull?.merged_at) return { number: pull.number, url: pull.html_url, branch, headSha: pull.head.sha };
  const headSha = await bringBranch(fleet, branch, input, change);
  const shown = await bringPull(fleet, branch, withMarker(change, input.request.reference), pull);
  return { ...shown, branch, headSha };
}

async function bringBranch(
  fleet: Fleet,
  branch: string,
  { request, plan }: PlannedRequest,
  { files, removed = [], title }: RenderedChange,
): Promise<string> {
  const main = (await branchHead(fleet, MAIN)) ?? '';
  await requireFresh(fleet, plan, main);
  const head = await branchHead(fleet, branch);
  if (
    head &&
    (await holdsSpec(fleet, { files, removed, paths: plan.paths }, main, head)) &&
    !(await isPassed(fleet, plan, head))
  )
    return head;
  const sha = await writeCommit(fleet, {
    base: main,
    changes: [...files, ...removed.map(without)],
    // On top of what is there, and of main: a plain push that leaves nothing of foreign edits in the difference.
    parents: head ? [head, main] : [main],
    message: `${title}\n\n${trailers(request.reference, plan.specHash)}\n`,
    at: request.source.receivedAt,
  });
  if (head) await fleet.rest.git.updateRef({ ...fleet.at, ref: `heads/${branch}`, sha });
  else await fleet.rest.git.createRef({ ...fleet.at, ref: `refs/heads/${branch}`, sha });
  return sha;
}

/** What others have put under our paths since is never overwritten: the change is to be rendered with it. */
async function requireFresh(fleet: Fleet, { baseSha, paths }: ChangePlan, main: string): Promise<void> {
  const changed = await changedBetween(fleet, paths, [baseSha, main]);
  if (changed.length === 0) return;
  throw failure('MergeConflict', `Main has changed ${changed.join(', ')} since the change was rendered.`);
}

/** True when main has gone on under our paths since the branch left it: it could not be merged. */
async function isPassed(fleet: Fleet, { baseSha, paths }: ChangePlan, head: string): Promise<boolean> {
  const common = (await mergeBase(fleet, MAIN, head)) ?? baseSha;
  return (await changedBetween(fleet, paths, [common, baseSha])).length > 0;
}

interface Shown {
  readonly title: string;
  readonly body: string;
}

function withMarker({ title, body }: RenderedChange, reference: string): Shown {
  const marker = pullRequestMarker(reference);
  return { title, body: body.includes(marker) ? body : `${body}\n\n${marker}` };
}

async function bringPull(
  fleet: Fleet,
  branch: string,
  shown: Shown,
  pull: ListedPull | undefined,
): Promise<{ number: number; url: string }> {
  if (!pull) {
    const { data } = await fleet.rest.pulls.create({ ...fleet.at, head: branch, base: MAIN, ...shown });
    return { number: data.number, url: data.html_url };
  }
  const { number } = pull;
  const same = pull.state === 'open' && pull.title === shown.title && pull.body === shown.body;
  if (!same) await fleet.rest.pulls.update({ ...fleet.at, pull_number: number, state: 'open', ...shown });
  return { number, url: pull.html_url };
}

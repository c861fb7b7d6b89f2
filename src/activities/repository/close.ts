import { type Fleet, isGithubRefusal } from '../../clients/github-fleet.ts';
import { branchHead, openFleet } from '../../clients/github-tree.ts';
import type { RepositoryWriteActivities } from '../contracts.ts';
import { failure } from '../failures.ts';
import type { RepositoryDeps } from './deps.ts';
import { findPull, getPull, removeBranch } from './pulls.ts';

type CloseInput = Parameters<RepositoryWriteActivities['closePullRequest']>[0];

/**
 * Says why, closes, deletes the branch; each only where it is still to be done.
 * @throws UnapprovedMerge when it was merged: closing takes nothing back then.
 */
export async function closePullRequest({ github }: RepositoryDeps, input: CloseInput): Promise<string[]> {
  const fleet = await openFleet(github);
  const pull = input.number === undefined ? await findPull(fleet, input.branch) : await getPull(fleet, input.number);
  if (pull?.merged_at) {
    const message = `Pull request #${pull.number} was merged meanwhile; revert it on GitHub to take it back.`;
    throw failure('UnapprovedMerge', message);
  }
  const done: string[] = [];
  if (pull?.state === 'open') {
    await commentOnce(fleet, pull.number, input.comment);
    await fleet.rest.pulls.update({ ...fleet.at, pull_number: pull.number, state: 'closed' });
    done.push(`closed pull request #${pull.number}`);
  }
  if (await removeBranch(fleet, input.branch)) done.push(`deleted branch ${input.branch}`);
  return done;
}

async function commentOnce(fleet: Fleet, number: number, body: string): Promise<void> {
  const query = { ...fleet.at, issue_number: number, per_page: 100 };
  const comments = await fleet.paginate(fleet.rest.issues.listComments, query);
  if (comments.some((comment) => comment.body === body)) return;
  await fleet.rest.issues.createComment({ ...fleet.at, issue_number: number, body });
}

/** Puts the branch back and opens the pull request that GitHub closed when the branch went. */
export async function restoreBranch(
  { github }: RepositoryDeps,
  { branch, headSha }: { branch: string; headSha: string },
): Promise<void> {
  const fleet = await openFleet(github);
  if (!(await branchHead(fleet, branch))) await createBranch(fleet, branch, headSha);
  const pull = await findPull(fleet, branch);
  if (!pull || pull.state === 'open' || pull.merged_at) return;
  await fleet.rest.pulls.update({ ...fleet.at, pull_number: pull.number, state: 'open' });
}

async function createBranch(fleet: Fleet, branch: string, sha: string): Promise<void> {
  try {
    await fleet.rest.git.createRef({ ...fleet.at, ref: `refs/heads/${branch}`, sha });
  } catch (error) {
    if (!isGithubRefusal(error) || error.status !== 422) throw error;
    if (await branchHead(fleet, branch)) return;
    const message = `The branch ${branch} cannot be put back at ${sha}: ${error.message}. Render the change again.`;
    throw failure('ContentChanged', message, { cause: error });
  }
}

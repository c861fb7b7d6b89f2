import type { RestEndpointMethodTypes } from '@octokit/rest';
import { type Fleet, MAIN } from '../../clients/github-fleet.ts';
import { branchHead, openFleet } from '../../clients/github-tree.ts';
import type { PullRequestState, Review } from '../../domain/change.ts';
import type { PlannedRequest } from '../contracts.ts';
import type { RepositoryDeps } from './deps.ts';
import { holdsSpec } from './objects.ts';
import { getPull, type Pull } from './pulls.ts';

/** The pull request as it stands now. GitHub closes it by itself when its branch is deleted. */
export async function readPullRequest(
  deps: RepositoryDeps,
  input: PlannedRequest & { number: number; branch: string },
): Promise<PullRequestState> {
  const fleet = await openFleet(deps.github);
  const pull = await getPull(fleet, input.number);
  const { files, removed = [] } = await deps.render(input);
  const spec = { files, removed, paths: input.plan.paths };
  const endedBy = await whoEnded(fleet, pull);
  return {
    state: pull.merged ? 'merged' : pull.state,
    headSha: pull.head.sha,
    specMatches: await holdsSpec(fleet, spec, await baseOf(fleet, pull), pull.head.sha),
    branchExists: (await branchHead(fleet, input.branch)) !== undefined,
    ...(pull.merged && pull.merge_commit_sha ? { mergeSha: pull.merge_commit_sha } : {}),
    ...(endedBy ? { endedBy } : {}),
    reviews: await readReviews(fleet, input.number),
  };
}

/** Main, or what main was just before the merge: afterwards main contains the head. */
async function baseOf(fleet: Fleet, pull: Pull): Promise<string> {
  if (!pull.merged || !pull.merge_commit_sha) return MAIN;
  const { data } = await fleet.rest.git.getCommit({ ...fleet.at, commit_sha: pull.merge_commit_sha });
  return data.parents[0]?.sha ?? MAIN;
}

/** Who merged it; who closed it is said by the issue behind the pull request only. */
async function whoEnded(fleet: Fleet, pull: Pull): Promise<string | undefined> {
  if (pull.merged) return pull.merged_by?.login;
  if (pull.state === 'open') return undefined;
  return (await fleet.rest.issues.get({ ...fleet.at, issue_number: pull.number })).data.closed_by?.login;
}

const VERDICTS: Readonly<Record<string, Review['verdict']>> = {
  APPROVED: 'approve',
  CHANGES_REQUESTED: 'request-changes',
  DISMISSED: 'dismissed',
};

type GithubReview = RestEndpointMethodTypes['pulls']['listReviews']['response']['data'][number];

/** What each person said last; plain comments say nothing. */
async function readReviews(fleet: Fleet, number: number): Promise<Review[]> {
  const query = { ...fleet.at, pull_number: number, per_page: 100 };
  const latest = new Map<string, Review>();
  for (const found of await fleet.paginate(fleet.rest.pulls.listReviews, query)) {
    const review = asReview(found);
    if (review) latest.set(review.login, review);
  }
  return [...latest.values()];
}

function asReview({ id, user, state, commit_id, body, submitted_at }: GithubReview): Review | undefined {
  const verdict = VERDICTS[state];
  if (!verdict || !user) return undefined;
  return { id: String(id), login: user.login, verdict, commit: commit_id ?? '', body, at: submitted_at ?? '' };
}

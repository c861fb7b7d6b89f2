/*
 * The part of GitHub's API that Berth, the people of the tests and the sandbox's GitHub use, as GitHub's description names
 * it. A call of anything else is a violation: Prism reads all 800 paths in half a minute, and these in two seconds.
 */

const REPOSITORY = '/repos/{owner}/{repo}';

const INSIDE = [
  '',
  '/installation',
  '/branches',
  '/branches/{branch}',
  '/branches/{branch}/protection',
  '/rules/branches/{branch}',
  '/rulesets',
  '/rulesets/{ruleset_id}',
  '/compare/{basehead}',
  '/contents/{path}',
  '/git/blobs',
  '/git/blobs/{file_sha}',
  '/git/trees',
  '/git/trees/{tree_sha}',
  '/git/commits',
  '/git/commits/{commit_sha}',
  '/git/ref/{ref}',
  '/git/matching-refs/{ref}',
  '/git/refs',
  '/git/refs/{ref}',
  '/pulls',
  '/pulls/{pull_number}',
  '/pulls/{pull_number}/files',
  '/pulls/{pull_number}/merge',
  '/pulls/{pull_number}/update-branch',
  '/pulls/{pull_number}/requested_reviewers',
  '/pulls/{pull_number}/reviews',
  '/pulls/{pull_number}/reviews/{review_id}/dismissals',
  '/issues/{issue_number}',
  '/issues/{issue_number}/comments',
  '/statuses/{sha}',
  '/commits',
  '/commits/{ref}',
  '/commits/{ref}/status',
  '/commits/{ref}/statuses',
  '/actions/workflows/{workflow_id}/dispatches',
  '/actions/workflows/{workflow_id}/runs',
  '/actions/runs',
  '/actions/runs/{run_id}',
  '/actions/runs/{run_id}/jobs',
  '/actions/runs/{run_id}/cancel',
  '/actions/jobs/{job_id}/logs',
  '/actions/runners',
];

const TEAM = '/orgs/{org}/teams/{team_slug}';

export const JUDGED_PATHS: readonly string[] = [
  '/app',
  '/app/installations/{installation_id}/access_tokens',
  '/user',
  '/orgs/{org}/actions/runners',
  '/orgs/{org}/teams',
  TEAM,
  `${TEAM}/members`,
  `${TEAM}/invitations`,
  `${TEAM}/memberships/{username}`,
  ...INSIDE.map((path) => `${REPOSITORY}${path}`),
];

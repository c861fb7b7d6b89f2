import type { Answer } from './answer.ts';
import { APP_ID, APP_LOGIN } from './auth.ts';
import { repository } from './format-repository.ts';
import { user } from './format-user.ts';
import { changedPaths, countCommits, mergeBase, mergeTrees } from './history.ts';
import { apiUrl, type Hub } from './hub.ts';
import { checksOf } from './rulesets.ts';
import { type Comment, FLEET, OWNER, type Pull, type Review, type Status } from './state.ts';

export { repository, user };

/** The required checks of main that `sha` lacks. */
export function missingChecks(hub: Hub, sha: string): string[] {
  const { protection, statuses } = hub.state;
  const classic = (protection?.contexts ?? []).map((context) => ({ context, app: protection?.appId }));
  const byRules = checksOf(hub, 'main').map(({ context, integration_id: app }) => ({ context, app }));
  const latest = (context: string) => statuses.findLast((s) => s.sha === sha && s.context === context);
  const missing = [...classic, ...byRules].filter(({ context, app }) => {
    const found = latest(context);
    return found?.state !== 'success' || (app === Number(APP_ID) && found.creator !== APP_LOGIN);
  });
  return [...new Set(missing.map(({ context }) => context))];
}

/** Whether an open pull request can be merged, by GitHub's words. */
async function mergeability(hub: Hub, pull: Pull): Promise<{ mergeable: boolean | null; mergeable_state: string }> {
  if (pull.state === 'closed') return { mergeable: null, mergeable_state: 'unknown' };
  const base = await hub.git.resolve(`refs/heads/${pull.base}`);
  const clean = base !== undefined && (await mergeTrees(hub.git, base, pull.headSha)) !== undefined;
  if (!clean) return { mergeable: false, mergeable_state: 'dirty' };
  const blocked = missingChecks(hub, pull.headSha).length > 0;
  return { mergeable: true, mergeable_state: blocked ? 'blocked' : 'clean' };
}

export async function pullRequest(hub: Hub, pull: Pull): Promise<Answer<'pulls', 'get'>> {
  return {
    ...pullInList(hub, pull),
    merged: pull.merged !== undefined,
    merged_by: pull.merged ? user(hub, pull.merged.by) : null,
    maintainer_can_modify: false,
    ...(await sizeOf(hub, pull)),
    ...(await mergeability(hub, pull)),
  };
}

/** Lists say less than GitHub says of a single one. */
export function pullInList(hub: Hub, pull: Pull) {
  const side = (ref: string, sha: string) => ({
    label: `${OWNER}:${ref}`,
    ref,
    sha,
    user: user(hub, OWNER),
    repo: repository(hub),
  });
  return {
    id: pull.number + 900_000,
    node_id: `PR_${pull.number}`,
    number: pull.number,
    url: apiUrl(hub, `/pulls/${pull.number}`),
    issue_url: apiUrl(hub, `/issues/${pull.number}`),
    state: pull.state,
    locked: false,
    draft: false,
    title: pull.title,
    body: pull.body,
    user: user(hub, pull.author),
    labels: [],
    assignee: null,
    milestone: null,
    auto_merge: null,
    author_association: association(hub, pull.author),
    requested_reviewers: pull.reviewers.map((login) => user(hub, login)),
    ...addressesOf(hub, pull),
    created_at: pull.createdAt,
    updated_at: pull.updatedAt,
    closed_at: pull.closed?.at ?? pull.merged?.at ?? null,
    merged_at: pull.merged?.at ?? null,
    merge_commit_sha: pull.merged?.sha ?? null,
    head: side(pull.head, pull.headSha),
    base: side(pull.base, pull.baseSha),
  } satisfies Answer<'pulls', 'get'>;
}

function pagesOf(hub: Hub, { number }: Pull) {
  const html_url = `${hub.url}/${FLEET}/pull/${number}`;
  return { html_url, diff_url: `${html_url}.diff`, patch_url: `${html_url}.patch` };
}

function addressesOf(hub: Hub, pull: Pull) {
  const { number, headSha } = pull;
  const pages = pagesOf(hub, pull);
  const url = apiUrl(hub, `/pulls/${number}`);
  const parts = {
    comments: apiUrl(hub, `/issues/${number}/comments`),
    commits: `${url}/commits`,
    statuses: apiUrl(hub, `/statuses/${headSha}`),
    review_comments: `${url}/comments`,
    review_comment: apiUrl(hub, '/pulls/comments{/number}'),
  };
  const link = (href: string) => ({ href });
  return {
    ...pages,
    comments_url: parts.comments,
    commits_url: parts.commits,
    statuses_url: parts.statuses,
    review_comments_url: parts.review_comments,
    review_comment_url: parts.review_comment,
    _links: {
      self: link(url),
      html: link(pages.html_url),
      issue: link(apiUrl(hub, `/issues/${number}`)),
      comments: link(parts.comments),
      commits: link(parts.commits),
      statuses: link(parts.statuses),
      review_comments: link(parts.review_comments),
      review_comment: link(parts.review_comment),
    },
  };
}

/** Counted from where the branch began, or, once merged, from main before the merge. */
async function sizeOf(hub: Hub, pull: Pull) {
  const from = await mergeBase(hub.git, pull.merged ? `${pull.merged.sha}^1` : pull.baseSha, pull.headSha);
  const files = from ? await changedPaths(hub.git, from, pull.headSha) : [];
  return {
    commits: from ? await countCommits(hub.git, from, pull.headSha) : 0,
    changed_files: files.length,
    additions: files.reduce((sum, { additions }) => sum + additions, 0),
    deletions: files.reduce((sum, { deletions }) => sum + deletions, 0),
    comments: hub.state.comments.filter((found) => found.pull === pull.number).length,
    review_comments: 0,
  };
}

const association = (hub: Hub, login: string) => (hub.accounts.isMember(login) ? 'MEMBER' : 'NONE');

/** The pull request seen as an issue: only here GitHub says who closed it. */
export function issue(hub: Hub, pull: Pull): Answer<'issues', 'get'> {
  const closer = pull.merged?.by ?? pull.closed?.by;
  const url = apiUrl(hub, `/issues/${pull.number}`);
  return {
    id: pull.number + 900_000,
    node_id: `PR_${pull.number}`,
    number: pull.number,
    title: pull.title,
    body: pull.body,
    state: pull.state,
    locked: false,
    labels: [],
    assignee: null,
    milestone: null,
    author_association: association(hub, pull.author),
    comments: hub.state.comments.filter((found) => found.pull === pull.number).length,
    url,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    labels_url: `${url}/labels{/name}`,
    repository_url: apiUrl(hub, ''),
    html_url: pagesOf(hub, pull).html_url,
    created_at: pull.createdAt,
    updated_at: pull.updatedAt,
    user: user(hub, pull.author),
    closed_by: closer ? user(hub, closer) : null,
    closed_at: pull.closed?.at ?? pull.merged?.at ?? null,
    pull_request: {
      ...pagesOf(hub, pull),
      url: apiUrl(hub, `/pulls/${pull.number}`),
      merged_at: pull.merged?.at ?? null,
    },
  };
}

export function review(hub: Hub, found: Review): Answer<'pulls', 'getReview'> {
  return {
    id: found.id,
    node_id: `PRR_${found.id}`,
    user: user(hub, found.login),
    body: found.body,
    state: found.state,
    html_url: `${hub.url}/${FLEET}/pull/${found.pull}#pullrequestreview-${found.id}`,
    pull_request_url: apiUrl(hub, `/pulls/${found.pull}`),
    submitted_at: found.at,
    commit_id: found.commit,
    author_association: association(hub, found.login),
    _links: {
      html: { href: `${hub.url}/${FLEET}/pull/${found.pull}#pullrequestreview-${found.id}` },
      pull_request: { href: apiUrl(hub, `/pulls/${found.pull}`) },
    },
  };
}

export function comment(hub: Hub, found: Comment): Answer<'issues', 'getComment'> {
  return {
    id: found.id,
    node_id: `IC_${found.id}`,
    url: apiUrl(hub, `/issues/comments/${found.id}`),
    issue_url: apiUrl(hub, `/issues/${found.pull}`),
    author_association: association(hub, found.login),
    user: user(hub, found.login),
    body: found.body,
    html_url: `${hub.url}/${FLEET}/pull/${found.pull}#issuecomment-${found.id}`,
    created_at: found.at,
    updated_at: found.at,
  };
}

export function status(hub: Hub, found: Status): Answer<'repos', 'createCommitStatus'> {
  return {
    id: found.id,
    node_id: `SC_${found.id}`,
    url: apiUrl(hub, `/statuses/${found.sha}`),
    state: found.state,
    context: found.context,
    description: found.description,
    target_url: found.targetUrl,
    creator: user(hub, found.creator),
    avatar_url: user(hub, found.creator).avatar_url,
    created_at: found.at,
    updated_at: found.at,
  };
}

export function reference(hub: Hub, ref: string, sha: string): Answer<'git', 'getRef'> {
  const url = apiUrl(hub, `/git/${ref}`);
  return { ref, node_id: `REF_${ref}`, url, object: { type: 'commit', sha, url: apiUrl(hub, `/git/commits/${sha}`) } };
}

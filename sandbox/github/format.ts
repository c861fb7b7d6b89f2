import type { RestEndpointMethodTypes } from '@octokit/rest';
import { APP_LOGIN } from './auth.ts';
import { isAncestor, mergeTrees } from './history.ts';
import { apiUrl, type Hub } from './hub.ts';
import { type CommitDetails, readCommit } from './objects.ts';
import { type Comment, FLEET, OWNER, type Pull, REPOSITORY, type Review, type Status, type Team } from './state.ts';

/** Any part of `T`: fields that are written must be GitHub's, not all are. */
type Part<T> = T extends readonly (infer E)[] ? Part<E>[] : T extends object ? { [K in keyof T]?: Part<T[K]> } : T;
export type Answer<
  G extends 'pulls' | 'repos' | 'git' | 'issues' | 'teams' | 'actions',
  M extends keyof RestEndpointMethodTypes[G],
> = RestEndpointMethodTypes[G][M] extends { response: { data: infer D } } ? Part<D> : never;

const idOf = (login: string) => Buffer.from(login).reduce((sum, byte) => (sum * 31 + byte) % 0xffffff, 7);

export function user(hub: Hub, login: string) {
  return {
    login,
    id: idOf(login),
    node_id: `U_${login}`,
    avatar_url: '',
    gravatar_id: '',
    url: `${hub.url}/users/${login}`,
    html_url: `${hub.url}/${login}`,
    type: login === APP_LOGIN ? 'Bot' : login === OWNER ? 'Organization' : 'User',
    site_admin: false,
  };
}

export function repository(hub: Hub) {
  return {
    id: 1,
    node_id: 'R_1',
    name: REPOSITORY,
    full_name: FLEET,
    private: true,
    owner: user(hub, OWNER),
    html_url: `${hub.url}/${FLEET}`,
    url: apiUrl(hub, ''),
    clone_url: `${hub.url}/${FLEET}.git`,
    default_branch: 'main',
    archived: false,
    disabled: false,
    visibility: 'private',
    fork: false,
    allow_merge_commit: true,
    allow_squash_merge: true,
    allow_rebase_merge: false,
    delete_branch_on_merge: false,
  } satisfies Answer<'repos', 'get'>;
}

/** The required checks of main that `sha` lacks. */
export function missingChecks(hub: Hub, sha: string): string[] {
  const { protection, statuses } = hub.state;
  const latest = (context: string) => statuses.findLast((s) => s.sha === sha && s.context === context)?.state;
  return (protection?.contexts ?? []).filter((context) => latest(context) !== 'success');
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
    html_url: `${hub.url}/${FLEET}/pull/${pull.number}`,
    issue_url: apiUrl(hub, `/issues/${pull.number}`),
    state: pull.state,
    locked: false,
    draft: false,
    title: pull.title,
    body: pull.body,
    user: user(hub, pull.author),
    labels: [],
    requested_reviewers: pull.reviewers.map((login) => user(hub, login)),
    created_at: pull.createdAt,
    updated_at: pull.updatedAt,
    closed_at: pull.closed?.at ?? pull.merged?.at ?? null,
    merged_at: pull.merged?.at ?? null,
    merged: pull.merged !== undefined,
    merged_by: pull.merged ? user(hub, pull.merged.by) : null,
    merge_commit_sha: pull.merged?.sha ?? null,
    head: side(pull.head, pull.headSha),
    base: side(pull.base, pull.baseSha),
    ...(await mergeability(hub, pull)),
  };
}

/** The pull request seen as an issue: only here GitHub says who closed it. */
export function issue(hub: Hub, pull: Pull): Answer<'issues', 'get'> {
  const closer = pull.merged?.by ?? pull.closed?.by;
  return {
    id: pull.number + 900_000,
    number: pull.number,
    title: pull.title,
    body: pull.body,
    state: pull.state,
    user: user(hub, pull.author),
    closed_by: closer ? user(hub, closer) : null,
    closed_at: pull.closed?.at ?? pull.merged?.at ?? null,
    pull_request: { url: apiUrl(hub, `/pulls/${pull.number}`), merged_at: pull.merged?.at ?? null },
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
    author_association: hub.accounts.isMember(found.login) ? 'MEMBER' : 'NONE',
  };
}

export function comment(hub: Hub, found: Comment): Answer<'issues', 'getComment'> {
  return {
    id: found.id,
    node_id: `IC_${found.id}`,
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
    created_at: found.at,
    updated_at: found.at,
  };
}

export function reference(hub: Hub, ref: string, sha: string): Answer<'git', 'getRef'> {
  const url = apiUrl(hub, `/git/${ref}`);
  return { ref, node_id: `REF_${ref}`, url, object: { type: 'commit', sha, url: apiUrl(hub, `/git/commits/${sha}`) } };
}

export function gitCommit(hub: Hub, found: CommitDetails) {
  return {
    sha: found.sha,
    node_id: `C_${found.sha}`,
    url: apiUrl(hub, `/git/commits/${found.sha}`),
    html_url: `${hub.url}/${FLEET}/commit/${found.sha}`,
    author: found.author,
    committer: found.committer,
    message: found.message,
    tree: { sha: found.tree, url: apiUrl(hub, `/git/trees/${found.tree}`) },
    parents: found.parents.map((sha) => ({ sha, url: apiUrl(hub, `/git/commits/${sha}`) })),
    verification: { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null },
  } satisfies Answer<'git', 'getCommit'>;
}

/** A commit as the repository API shows it, around the git one. */
export async function repositoryCommit(hub: Hub, sha: string): Promise<Answer<'repos', 'getCommit'>> {
  const { parents, ...found } = gitCommit(hub, await readCommit(hub.git, sha));
  return {
    sha,
    node_id: found.node_id,
    url: apiUrl(hub, `/commits/${sha}`),
    html_url: found.html_url,
    commit: { ...found, comment_count: 0 },
    parents,
  };
}

export function team(hub: Hub, found: Team): Answer<'teams', 'getByName'> {
  return {
    id: found.id,
    node_id: `T_${found.id}`,
    name: found.name,
    slug: found.slug,
    description: found.description,
    privacy: 'closed',
    permission: 'pull',
    url: `${hub.url}/orgs/${OWNER}/teams/${found.slug}`,
    html_url: `${hub.url}/orgs/${OWNER}/teams/${found.slug}`,
    members_count: found.members.size,
  };
}

/** How two commits relate, as `compare` says it. */
export async function relation(hub: Hub, base: string, head: string): Promise<string> {
  if (base === head) return 'identical';
  if (await isAncestor(hub.git, base, head)) return 'ahead';
  return (await isAncestor(hub.git, head, base)) ? 'behind' : 'diverged';
}

import type { Answer } from './answer.ts';
import { user } from './format-user.ts';
import { apiUrl, type Hub } from './hub.ts';
import { FLEET, OWNER, REPOSITORY } from './state.ts';

const STARTED = '2026-01-01T00:00:00Z';

/** Parts of the repository that have an address below its own, by the field that says it. */
const PARTS = {
  archive_url: '{archive_format}{/ref}',
  assignees_url: 'assignees{/user}',
  blobs_url: 'git/blobs{/sha}',
  branches_url: 'branches{/branch}',
  collaborators_url: 'collaborators{/collaborator}',
  comments_url: 'comments{/number}',
  commits_url: 'commits{/sha}',
  compare_url: 'compare/{base}...{head}',
  contents_url: 'contents/{+path}',
  contributors_url: 'contributors',
  deployments_url: 'deployments',
  downloads_url: 'downloads',
  events_url: 'events',
  forks_url: 'forks',
  git_commits_url: 'git/commits{/sha}',
  git_refs_url: 'git/refs{/sha}',
  git_tags_url: 'git/tags{/sha}',
  hooks_url: 'hooks',
  issue_comment_url: 'issues/comments{/number}',
  issue_events_url: 'issues/events{/number}',
  issues_url: 'issues{/number}',
  keys_url: 'keys{/key_id}',
  labels_url: 'labels{/name}',
  languages_url: 'languages',
  merges_url: 'merges',
  milestones_url: 'milestones{/number}',
  notifications_url: 'notifications{?since,all,participating}',
  pulls_url: 'pulls{/number}',
  releases_url: 'releases{/id}',
  stargazers_url: 'stargazers',
  statuses_url: 'statuses/{sha}',
  subscribers_url: 'subscribers',
  subscription_url: 'subscription',
  tags_url: 'tags',
  teams_url: 'teams',
  trees_url: 'git/trees{/sha}',
} as const;

const COUNTS = { forks: 0, forks_count: 0, open_issues: 0, open_issues_count: 0, size: 0, stargazers_count: 0 };

export function repository(hub: Hub) {
  const addresses = Object.entries(PARTS).map(([name, path]) => [name, apiUrl(hub, `/${path}`)]);
  return {
    ...(Object.fromEntries(addresses) as Record<keyof typeof PARTS, string>),
    ...COUNTS,
    watchers: 0,
    watchers_count: 0,
    id: 1,
    node_id: 'R_1',
    name: REPOSITORY,
    full_name: FLEET,
    description: null,
    homepage: null,
    language: null,
    license: null,
    mirror_url: null,
    private: true,
    owner: user(hub, OWNER),
    html_url: `${hub.url}/${FLEET}`,
    url: apiUrl(hub, ''),
    clone_url: `${hub.url}/${FLEET}.git`,
    git_url: `${hub.url}/${FLEET}.git`,
    ssh_url: `${hub.url}/${FLEET}.git`,
    svn_url: `${hub.url}/${FLEET}`,
    default_branch: 'main',
    archived: false,
    disabled: false,
    visibility: 'private',
    fork: false,
    has_downloads: false,
    has_issues: true,
    has_pages: false,
    has_projects: false,
    has_wiki: false,
    created_at: STARTED,
    pushed_at: STARTED,
    updated_at: STARTED,
    allow_merge_commit: true,
    allow_squash_merge: true,
    allow_rebase_merge: false,
    delete_branch_on_merge: false,
  } satisfies Answer<'repos', 'get'>;
}

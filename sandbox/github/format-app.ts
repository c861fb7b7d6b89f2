import type { Answer } from './answer.ts';
import { APP_ID, INSTALLATION_ID } from './auth.ts';
import { idOf, user } from './format-user.ts';
import type { Hub } from './hub.ts';
import { OWNER, STARTED } from './state.ts';

const SLUG = 'berth';
const EVENTS = ['delete', 'pull_request', 'pull_request_review', 'push', 'workflow_run'];

/** The App itself. */
export function githubApp(hub: Hub): Answer<'apps', 'getAuthenticated'> {
  return {
    id: Number(APP_ID),
    slug: SLUG,
    node_id: `A_${APP_ID}`,
    name: 'Berth',
    description: null,
    owner: user(hub, OWNER),
    external_url: `${hub.url}/${OWNER}`,
    html_url: `${hub.url}/apps/${SLUG}`,
    permissions: { ...hub.state.permissions },
    events: EVENTS,
    installations_count: 1,
    created_at: STARTED,
    updated_at: STARTED,
  };
}

export function installation(hub: Hub): Answer<'apps', 'getRepoInstallation'> {
  return {
    id: INSTALLATION_ID,
    app_id: Number(APP_ID),
    app_slug: SLUG,
    target_id: idOf(OWNER),
    target_type: 'Organization',
    account: user(hub, OWNER),
    repository_selection: 'all',
    single_file_name: null,
    permissions: { ...hub.state.permissions },
    events: EVENTS,
    access_tokens_url: `${hub.url}/app/installations/${INSTALLATION_ID}/access_tokens`,
    repositories_url: `${hub.url}/installation/repositories`,
    html_url: `${hub.url}/organizations/${OWNER}/settings/installations/${INSTALLATION_ID}`,
    created_at: STARTED,
    updated_at: STARTED,
    suspended_by: null,
    suspended_at: null,
  };
}

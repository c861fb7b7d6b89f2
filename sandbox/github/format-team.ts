import type { Answer } from './answer.ts';
import { APP_LOGIN } from './auth.ts';
import { idOf, user } from './format-user.ts';
import type { Hub } from './hub.ts';
import { OWNER, STARTED, type Team } from './state.ts';

const COUNTS = { followers: 0, following: 0, public_gists: 0, public_repos: 0 };

/** The organisation, as a team shows it. */
function organisation(hub: Hub) {
  const url = `${hub.url}/orgs/${OWNER}`;
  return {
    login: OWNER,
    id: idOf(OWNER),
    node_id: `O_${OWNER}`,
    url,
    html_url: `${hub.url}/${OWNER}`,
    avatar_url: `${hub.url}/${OWNER}.png`,
    description: null,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    repos_url: `${url}/repos`,
    type: 'Organization',
    has_organization_projects: false,
    has_repository_projects: false,
    ...COUNTS,
    created_at: STARTED,
    updated_at: STARTED,
    archived_at: null,
  };
}

const teamUrl = (hub: Hub, { slug }: Team) => `${hub.url}/orgs/${OWNER}/teams/${slug}`;

export function team(hub: Hub, found: Team): Answer<'teams', 'getByName'> {
  const url = teamUrl(hub, found);
  return {
    id: found.id,
    node_id: `T_${found.id}`,
    name: found.name,
    slug: found.slug,
    description: found.description,
    privacy: 'closed',
    notification_setting: 'notifications_enabled',
    permission: 'pull',
    type: 'organization',
    url,
    html_url: `${hub.url}/orgs/${OWNER}/teams/${found.slug}`,
    members_url: `${url}/members{/member}`,
    repositories_url: `${url}/repos`,
    members_count: found.members.size,
    repos_count: 0,
    parent: null,
    organization: organisation(hub),
    created_at: found.createdAt,
    updated_at: found.createdAt,
  };
}

export function membership(
  hub: Hub,
  found: Team,
  login: string,
  state: 'active' | 'pending',
): Answer<'teams', 'getMembershipForUserInOrg'> {
  return { url: `${teamUrl(hub, found)}/memberships/${login}`, role: 'member', state };
}

/** Of somebody who is not in the organisation yet. */
export function invitation(hub: Hub, found: Team, login: string) {
  const id = idOf(login);
  return {
    id,
    node_id: `OI_${id}`,
    login,
    email: null,
    role: 'direct_member',
    created_at: found.createdAt,
    failed_at: null,
    failed_reason: null,
    inviter: user(hub, APP_LOGIN),
    team_count: 1,
    invitation_teams_url: `${hub.url}/organizations/${idOf(OWNER)}/invitations/${id}/teams`,
    invitation_source: 'unknown',
  } satisfies Answer<'teams', 'listPendingInvitationsInOrg'>[number];
}

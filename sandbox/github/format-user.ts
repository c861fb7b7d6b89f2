import { APP_LOGIN } from './auth.ts';
import type { Hub } from './hub.ts';
import { OWNER } from './state.ts';

/** A number that stays the same for a name. */
export const idOf = (login: string) => Buffer.from(login).reduce((sum, byte) => (sum * 31 + byte) % 0xffffff, 7);

export function user(hub: Hub, login: string) {
  const url = `${hub.url}/users/${encodeURIComponent(login)}`;
  const html_url = `${hub.url}/${encodeURIComponent(login)}`;
  return {
    login,
    id: idOf(login),
    node_id: `U_${login}`,
    avatar_url: `${html_url}.png`,
    gravatar_id: '',
    url,
    html_url,
    events_url: `${url}/events{/privacy}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    organizations_url: `${url}/orgs`,
    received_events_url: `${url}/received_events`,
    repos_url: `${url}/repos`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    type: login === APP_LOGIN ? 'Bot' : login === OWNER ? 'Organization' : 'User',
    site_admin: false,
  };
}

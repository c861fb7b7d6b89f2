import { Hono } from 'hono';
import { INSTALLATION_ID } from './auth.ts';
import { GithubError, notFound } from './errors.ts';
import { user } from './format.ts';
import { githubApp, installation } from './format-app.ts';
import type { Call, Env, Hub } from './hub.ts';
import { FLEET } from './state.ts';

/** What an App asks about itself, by its own signature; and what anybody asks about themselves. */
export function appRoutes(hub: Hub): Hono<Env> {
  const routes = new Hono<Env>();
  routes.get('/app', (call) => {
    asApp(call);
    return call.json(githubApp(hub));
  });
  routes.get('/repos/:owner/:name/installation', (call) => {
    asApp(call);
    if (`${call.req.param('owner')}/${call.req.param('name')}` !== FLEET) throw notFound();
    return call.json(installation(hub));
  });
  routes.post('/app/installations/:id/access_tokens', (call) => {
    asApp(call);
    if (call.req.param('id') !== String(INSTALLATION_ID)) throw notFound();
    const { token, expiresAt } = hub.accounts.issueInstallationToken();
    const { permissions } = hub.state;
    return call.json({ token, expires_at: expiresAt, permissions, repository_selection: 'all' }, 201);
  });
  routes.get('/user', (call) => call.json(user(hub, call.get('actor').login)));
  return routes;
}

function asApp(call: Call): void {
  if (call.get('actor').kind !== 'app') throw new GithubError(401, 'A JSON web token could not be decoded');
}

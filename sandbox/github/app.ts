import { Hono } from 'hono';
import { etag } from 'hono/etag';
import { actionsPages, actionsRoutes } from './actions/routes.ts';
import { APP_ID, INSTALLATION_ID } from './auth.ts';
import { branchRoutes } from './branches.ts';
import { contentRoutes } from './contents.ts';
import { GithubError, notFound } from './errors.ts';
import { user } from './format.ts';
import { gate, limits } from './gate.ts';
import { gitDataRoutes } from './git-data.ts';
import { type Call, type Env, type Hub, need } from './hub.ts';
import { mergeRoutes } from './merge.ts';
import { pageRoutes } from './page.ts';
import { pullRoutes } from './pulls.ts';
import { refRoutes } from './refs.ts';
import { reviewRoutes } from './reviews.ts';
import { smartHttpRoutes } from './smart-http.ts';
import { FLEET, OWNER } from './state.ts';
import { statusRoutes } from './statuses.ts';
import { teamRoutes } from './teams.ts';

/** All of the server's routes. */
export function makeApp(hub: Hub): Hono<Env> {
  const app = new Hono<Env>();
  app.onError((error, call) => explain(error, call));
  app.use(gate(hub));
  app.route('/', smartHttpRoutes(hub));
  app.route('/', pageRoutes(hub));
  app.route('/', actionsPages(hub));
  app.route('/', rest(hub));
  return app;
}

function rest(hub: Hub): Hono<Env> {
  const api = new Hono<Env>();
  api.use(limits(), etag(), async (call, next) => {
    call.set('actor', await hub.accounts.identify(call.req.header('authorization')));
    await next();
  });
  api.route('/', appRoutes(hub));
  api.use(
    '/orgs/:org/*',
    insideOnly((call) => call.req.param('org') === OWNER),
  );
  api.use(
    '/repos/:owner/:name/*',
    insideOnly((call) => repositoryOf(call) === FLEET),
  );
  api.route(`/orgs/${OWNER}`, teamRoutes(hub));
  for (const routes of [branchRoutes, refRoutes, gitDataRoutes, contentRoutes, pullRoutes, reviewRoutes]) {
    api.route(`/repos/${FLEET}`, routes(hub));
  }
  for (const routes of [mergeRoutes, statusRoutes, actionsRoutes]) api.route(`/repos/${FLEET}`, routes(hub));
  api.all('*', (call) => {
    throw new GithubError(501, `The sandbox does not know ${call.req.method} ${call.req.path}`);
  });
  return api;
}

const repositoryOf = (call: Call) => `${call.req.param('owner')}/${call.req.param('name')}`;

/** Everything here is private: whoever has no right, and whoever names something else, finds nothing. */
function insideOnly(known: (call: Call) => boolean) {
  return async (call: Call, next: () => Promise<void>) => {
    if (!known(call)) throw notFound();
    if (call.get('actor').kind === 'app') throw new GithubError(401, 'A JSON web token could not be decoded');
    need(call.get('actor'), 'read');
    await next();
  };
}

/** What an App asks about itself, by its own signature. */
function appRoutes(hub: Hub): Hono<Env> {
  const routes = new Hono<Env>();
  const installation = {
    id: INSTALLATION_ID,
    app_id: Number(APP_ID),
    target_type: 'Organization',
    events: ['delete', 'pull_request', 'pull_request_review', 'push', 'workflow_run'],
  };
  const asApp = (call: Call) => {
    if (call.get('actor').kind !== 'app') throw new GithubError(401, 'A JSON web token could not be decoded');
  };
  routes.get('/app', (call) => {
    asApp(call);
    return call.json({ id: Number(APP_ID), slug: 'berth', name: 'Berth', owner: user(hub, OWNER) });
  });
  routes.get('/repos/:owner/:name/installation', (call) => {
    asApp(call);
    if (repositoryOf(call) !== FLEET) throw notFound();
    const { permissions } = hub.state;
    return call.json({ ...installation, permissions, account: user(hub, OWNER) });
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

function explain(error: Error, call: Call): Response {
  const documentation_url = 'https://docs.github.com/rest';
  if (!(error instanceof GithubError)) return call.json({ message: error.message, documentation_url }, 500);
  const errors = error.errors ? { errors: error.errors } : {};
  return call.json(
    { message: error.message, ...errors, documentation_url, status: String(error.status) },
    error.status,
  );
}

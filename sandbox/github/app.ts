import { Hono } from 'hono';
import { etag } from 'hono/etag';
import { actionsPages, actionsRoutes, organisationRunners } from './actions/routes.ts';
import { appRoutes } from './app-routes.ts';
import { branchRoutes } from './branches.ts';
import { contentRoutes } from './contents.ts';
import { GithubError, notFound } from './errors.ts';
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
import { tell } from './tell.ts';

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
  api.use(tell(hub), limits(), etag(), async (call, next) => {
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
  api.route(`/orgs/${OWNER}`, organisationRunners());
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

function explain(error: Error, call: Call): Response {
  const documentation_url = 'https://docs.github.com/rest';
  if (!(error instanceof GithubError)) return call.json({ message: error.message, documentation_url }, 500);
  const errors = error.errors ? { errors: error.errors } : {};
  return call.json(
    { message: error.message, ...errors, documentation_url, status: String(error.status) },
    error.status,
  );
}

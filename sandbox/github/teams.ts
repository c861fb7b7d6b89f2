import { Hono } from 'hono';
import { GithubError, invalid, notFound } from './errors.ts';
import { user } from './format.ts';
import { invitation, membership, team } from './format-team.ts';
import { bodyOf, type Call, type Env, type Hub, need, optional, required } from './hub.ts';
import { page } from './paging.ts';
import { nextId, now, type Team } from './state.ts';

/** Teams of the organisation and who is in them. Somebody outside the organisation is invited and stays pending. */
export function teamRoutes(hub: Hub): Hono<Env> {
  const routes = new Hono<Env>();
  routes.post('/teams', (call) => createTeam(hub, call));
  routes.get('/teams/:slug', (call) => call.json(team(hub, teamOf(hub, call))));
  routes.delete('/teams/:slug', (call) => {
    need(call.get('actor'), 'write');
    hub.state.teams.delete(teamOf(hub, call).slug);
    return call.body(null, 204);
  });
  routes.get('/teams/:slug/members', (call) => {
    const members = [...teamOf(hub, call).members].filter(([, state]) => state === 'active');
    return call.json(page(hub, call, members).map(([login]) => user(hub, login)));
  });
  routes.get('/teams/:slug/memberships/:login', (call) => getMembership(hub, call));
  routes.put('/teams/:slug/memberships/:login', (call) => putMembership(hub, call));
  routes.delete('/teams/:slug/memberships/:login', (call) => dropMembership(hub, call));
  routes.get('/teams/:slug/invitations', (call) => {
    const found = teamOf(hub, call);
    const invited = [...found.members].filter(([, state]) => state === 'pending');
    return call.json(page(hub, call, invited).map(([login]) => invitation(hub, found, login)));
  });
  return routes;
}

function teamOf(hub: Hub, call: Call): Team {
  const found = hub.state.teams.get(call.req.param('slug') ?? '');
  if (!found) throw notFound();
  return found;
}

async function createTeam(hub: Hub, call: Call): Promise<Response> {
  need(call.get('actor'), 'write');
  const body = await bodyOf(call);
  const name = required(body, 'name');
  const slug = name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  if (hub.state.teams.has(slug)) {
    throw invalid('Team', { field: 'name', message: 'Name must be unique for this org' });
  }
  const description = optional(body, 'description') ?? null;
  const made: Team = { id: nextId(hub.state), slug, name, description, members: new Map(), createdAt: now() };
  hub.state.teams.set(slug, made);
  return call.json(team(hub, made), 201);
}

function getMembership(hub: Hub, call: Call): Response {
  const login = call.req.param('login') ?? '';
  const found = teamOf(hub, call);
  const state = found.members.get(login);
  if (!state) throw notFound();
  return call.json(membership(hub, found, login, state));
}

function dropMembership(hub: Hub, call: Call): Response {
  need(call.get('actor'), 'write');
  if (!teamOf(hub, call).members.delete(call.req.param('login') ?? '')) throw notFound();
  return call.body(null, 204);
}

function putMembership(hub: Hub, call: Call): Response {
  need(call.get('actor'), 'write');
  const login = call.req.param('login') ?? '';
  const found = teamOf(hub, call);
  if (!hub.accounts.isUser(login)) throw new GithubError(404, 'Not Found');
  const state = hub.accounts.isMember(login) ? 'active' : 'pending';
  found.members.set(login, state);
  return call.json(membership(hub, found, login, state));
}

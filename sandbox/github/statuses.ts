import { Hono } from 'hono';
import { GithubError, invalid } from './errors.ts';
import { repository, status } from './format.ts';
import { repositoryCommit } from './format-commit.ts';
import { apiUrl, bodyOf, type Call, type Env, type Hub, need, optional } from './hub.ts';
import { page } from './paging.ts';
import { nextId, now, type Status } from './state.ts';

const STATES = ['error', 'failure', 'pending', 'success'];
const LONGEST_DESCRIPTION = 140;

/** Commit statuses, single and combined, and commits by name. */
export function statusRoutes(hub: Hub): Hono<Env> {
  const routes = new Hono<Env>();
  routes.post('/statuses/:sha', (call) => createStatus(hub, call));
  routes.get('/commits/:ref{.+}/status', async (call) => combined(hub, call, await commitOf(hub, call)));
  routes.get('/commits/:ref{.+}/statuses', async (call) => {
    const sha = await commitOf(hub, call);
    const all = hub.state.statuses.filter((found) => found.sha === sha).toReversed();
    return call.json(page(hub, call, all).map((found) => status(hub, found)));
  });
  routes.get('/commits/:ref{.+}', async (call) => call.json(await repositoryCommit(hub, await commitOf(hub, call))));
  return routes;
}

async function commitOf(hub: Hub, call: Call): Promise<string> {
  const ref = call.req.param('ref');
  const sha = await hub.git.resolve(`${ref}^{commit}`);
  if (!sha) throw new GithubError(422, `No commit found for SHA: ${ref}`);
  return sha;
}

async function createStatus(hub: Hub, call: Call): Promise<Response> {
  const actor = call.get('actor');
  need(actor, 'write');
  const body = await bodyOf(call);
  const sha = call.req.param('sha') ?? '';
  if (!(await hub.git.resolve(`${sha}^{commit}`))) throw new GithubError(422, `No commit found for SHA: ${sha}`);
  const state = optional(body, 'state') ?? '';
  const description = optional(body, 'description') ?? null;
  if (!STATES.includes(state)) throw invalid('Status', { field: 'state', code: 'invalid' });
  if (description && description.length > LONGEST_DESCRIPTION) {
    throw invalid('Status', { field: 'description', message: 'description is too long (maximum is 140 characters)' });
  }
  const made: Status = {
    id: nextId(hub.state),
    sha,
    context: optional(body, 'context') ?? 'default',
    state,
    description,
    targetUrl: optional(body, 'target_url') ?? null,
    creator: actor.login,
    at: now(),
  };
  hub.state.statuses.push(made);
  return call.json(status(hub, made), 201);
}

function combined(hub: Hub, call: Call, sha: string): Response {
  const latest = new Map<string, Status>();
  for (const found of hub.state.statuses) if (found.sha === sha) latest.set(found.context, found);
  const all = [...latest.values()];
  const bad = all.some(({ state }) => state === 'failure' || state === 'error');
  const good = all.length > 0 && all.every(({ state }) => state === 'success');
  return call.json({
    state: bad ? 'failure' : good ? 'success' : 'pending',
    sha,
    total_count: all.length,
    statuses: page(hub, call, all).map((found) => status(hub, found)),
    repository: repository(hub),
    commit_url: apiUrl(hub, `/commits/${sha}`),
    url: apiUrl(hub, `/commits/${sha}/status`),
  });
}

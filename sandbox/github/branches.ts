import { Hono } from 'hono';
import { GithubError, notFound } from './errors.ts';
import { repository } from './format.ts';
import { comparison, repositoryCommit } from './format-commit.ts';
import { listBranches, mergeBase } from './history.ts';
import { apiUrl, bodyOf, type Call, type Env, type Hub, need } from './hub.ts';
import { page } from './paging.ts';
import { addRulesetRoutes } from './rulesets.ts';
import { FLEET } from './state.ts';

/** The repository itself, its branches, the rules of main, single commits and comparisons. */
export function branchRoutes(hub: Hub): Hono<Env> {
  const routes = new Hono<Env>();
  routes.get('/', (call) => call.json(repository(hub)));
  routes.get('/branches', async (call) => {
    const branches = [...(await listBranches(hub.git))];
    const commit = (sha: string) => ({ sha, url: apiUrl(hub, `/commits/${sha}`) });
    const shown = branches.map(([name, sha]) => ({ name, commit: commit(sha), protected: isProtected(hub, name) }));
    return call.json(page(hub, call, shown));
  });
  routes.get('/branches/:branch/protection', (call) => getProtection(hub, call));
  routes.put('/branches/:branch/protection', (call) => putProtection(hub, call));
  routes.delete('/branches/:branch/protection', (call) => deleteProtection(hub, call));
  routes.get('/branches/:branch{.+}', async (call) => {
    const name = call.req.param('branch');
    const sha = await hub.git.resolve(`refs/heads/${name}`);
    if (!sha) throw new GithubError(404, 'Branch not found');
    const self = apiUrl(hub, `/branches/${name}`);
    const links = { self, html: `${hub.url}/${FLEET}/tree/${name}` };
    const commit = await repositoryCommit(hub, sha);
    return call.json({ name, commit, _links: links, ...protectionOf(hub, name), protection_url: `${self}/protection` });
  });
  addRulesetRoutes(routes, hub);
  routes.get('/compare/:basehead{.+}', (call) => compare(hub, call));
  return routes;
}

const isProtected = (hub: Hub, name: string) => name === 'main' && hub.state.protection !== undefined;

/** The part of the protection that every reader sees. */
function protectionOf(hub: Hub, name: string) {
  const contexts = isProtected(hub, name) ? (hub.state.protection?.contexts ?? []) : [];
  const level = contexts.length === 0 ? 'off' : hub.state.protection?.enforceAdmins ? 'everyone' : 'non_admins';
  const required_status_checks = {
    enforcement_level: level,
    contexts,
    checks: contexts.map((context) => ({ context, app_id: hub.state.protection?.appId ?? null })),
  };
  return { protected: isProtected(hub, name), protection: { enabled: isProtected(hub, name), required_status_checks } };
}

function getProtection(hub: Hub, call: Call): Response {
  if (call.get('actor').kind === 'user') need(call.get('actor'), 'admin');
  else if (!hub.state.permissions.administration) throw new GithubError(403, 'Resource not accessible by integration');
  const { protection } = hub.state;
  if (call.req.param('branch') !== 'main' || !protection) throw new GithubError(404, 'Branch not protected');
  const url = apiUrl(hub, '/branches/main/protection');
  return call.json({
    url,
    required_status_checks: {
      url: `${url}/required_status_checks`,
      contexts_url: `${url}/required_status_checks/contexts`,
      strict: false,
      contexts: protection.contexts,
      checks: protection.contexts.map((context) => ({ context, app_id: protection.appId })),
    },
    allow_force_pushes: { enabled: protection.mayForce },
    allow_deletions: { enabled: protection.mayDelete },
    enforce_admins: { url: `${url}/enforce_admins`, enabled: protection.enforceAdmins },
  });
}

async function putProtection(hub: Hub, call: Call): Promise<Response> {
  need(call.get('actor'), 'admin');
  const body = await bodyOf(call);
  if (call.req.param('branch') !== 'main') throw new GithubError(501, 'The sandbox protects main only');
  if (body.required_pull_request_reviews || body.restrictions) {
    throw new GithubError(501, 'The sandbox knows required checks only');
  }
  const required = body.required_status_checks as {
    contexts?: string[];
    checks?: { context: string; app_id?: number }[];
  } | null;
  hub.state.protection = {
    contexts: required?.checks?.map(({ context }) => context) ?? required?.contexts ?? [],
    appId: required?.checks?.[0]?.app_id ?? null,
    enforceAdmins: body.enforce_admins === true,
    mayForce: body.allow_force_pushes === true,
    mayDelete: body.allow_deletions === true,
  };
  return getProtection(hub, call);
}

function deleteProtection(hub: Hub, call: Call): Response {
  need(call.get('actor'), 'admin');
  if (call.req.param('branch') !== 'main' || !hub.state.protection) {
    throw new GithubError(404, 'Branch not protected');
  }
  hub.state.protection = undefined;
  return call.body(null, 204);
}

async function compare(hub: Hub, call: Call): Promise<Response> {
  const [from = '', to = ''] = (call.req.param('basehead') ?? '').split('...');
  const base = await hub.git.resolve(`${from}^{commit}`);
  const head = await hub.git.resolve(`${to}^{commit}`);
  const common = base && head && (await mergeBase(hub.git, base, head));
  if (!base || !head || !common) throw notFound();
  return call.json(await comparison(hub, { names: `${from}...${to}`, base, head, common }));
}

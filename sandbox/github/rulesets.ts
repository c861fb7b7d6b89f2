import type { Hono } from 'hono';
import type { Answer } from './answer.ts';
import type { Actor } from './auth.ts';
import { GithubError, notFound } from './errors.ts';
import { apiUrl, bodyOf, type Call, type Env, type Hub, need, required } from './hub.ts';
import type { Rule, Ruleset } from './ruleset.ts';
import { FLEET, nextId, now } from './state.ts';

const KNOWN = ['required_status_checks', 'deletion', 'non_fast_forward'];

export function addRulesetRoutes(routes: Hono<Env>, hub: Hub): void {
  routes.get('/rulesets', (call) => call.json(hub.state.rulesets.map((ruleset) => listed(hub, ruleset))));
  routes.post('/rulesets', async (call) => call.json(shown(hub, call, await create(hub, call)), 201));
  routes.get('/rulesets/:id', (call) => call.json(shown(hub, call, find(hub, call))));
  routes.put('/rulesets/:id', async (call) => {
    need(call.get('actor'), 'admin');
    return call.json(shown(hub, call, Object.assign(find(hub, call), await read(call))));
  });
  routes.get('/rules/branches/:branch{.+}', (call) => call.json(rulesOf(hub, call.req.param('branch'))));
}

async function create(hub: Hub, call: Call): Promise<Ruleset> {
  need(call.get('actor'), 'admin');
  const ruleset = { id: nextId(hub.state), createdAt: now(), ...(await read(call)) };
  hub.state.rulesets.push(ruleset);
  return ruleset;
}

async function read(call: Call): Promise<Omit<Ruleset, 'id' | 'createdAt'>> {
  const body = await bodyOf(call);
  const { ref_name: refs } = body.conditions as { ref_name: { include: string[]; exclude: string[] } };
  const rules = body.rules as Rule[];
  const other = rules.find(({ type }) => !KNOWN.includes(type));
  if (other || refs.exclude.length > 0) throw new GithubError(501, `The sandbox knows no rule ${other?.type}`);
  const branches = refs.include.map((ref) => {
    if (!/^refs\/heads\/[\w-]+$/.test(ref)) throw new GithubError(501, 'The sandbox takes whole names of branches');
    return ref.slice('refs/heads/'.length);
  });
  const enforcement = required(body, 'enforcement') as Ruleset['enforcement'];
  return {
    name: required(body, 'name'),
    enforcement,
    bypassActors: (body.bypass_actors as unknown[]) ?? [],
    branches,
    rules,
  };
}

function find(hub: Hub, call: Call): Ruleset {
  const found = hub.state.rulesets.find(({ id }) => id === Number(call.req.param('id')));
  if (!found) throw notFound();
  return found;
}

const active = (hub: Hub, branch: string) =>
  hub.state.rulesets.filter(({ enforcement, branches }) => enforcement === 'active' && branches.includes(branch));

function rulesOf(hub: Hub, branch: string): unknown[] {
  return active(hub, branch).flatMap(({ id, rules }) =>
    rules.map((rule) => ({ ...rule, ruleset_source_type: 'Repository', ruleset_source: FLEET, ruleset_id: id })),
  );
}

/** Whether a rule of this type binds this caller on the branch. Of those who may bypass, the sandbox knows administrators. */
export function isBound(hub: Hub, actor: Actor, branch: string, type: Rule['type']): boolean {
  return active(hub, branch).some(
    ({ rules, bypassActors }) =>
      rules.some((rule) => rule.type === type) && !(bypassActors.length > 0 && actor.permission === 'admin'),
  );
}

/** The checks that rulesets require on a branch, each with the App it must come from. */
export function checksOf(hub: Hub, branch: string): { context: string; integration_id?: number }[] {
  return active(hub, branch).flatMap(({ rules }) =>
    rules.flatMap(({ parameters }) => [...(parameters?.required_status_checks ?? [])]),
  );
}

type Shown = Answer<'repos', 'getRepoRuleset'>;

function listed(hub: Hub, { id, name, enforcement, createdAt }: Ruleset): Shown {
  return {
    id,
    name,
    target: 'branch',
    source_type: 'Repository',
    source: FLEET,
    enforcement,
    node_id: `RRS_${id}`,
    _links: {
      self: { href: apiUrl(hub, `/rulesets/${id}`) },
      html: { href: `${hub.url}/${FLEET}/rules/${id}` },
    },
    created_at: createdAt,
    updated_at: createdAt,
  };
}

/** Who may bypass is shown to those who may change the ruleset. */
function shown(hub: Hub, call: Call, ruleset: Ruleset): Shown {
  const isAdmin = call.get('actor').permission === 'admin';
  const include = ruleset.branches.map((branch) => `refs/heads/${branch}`);
  return {
    ...listed(hub, ruleset),
    conditions: { ref_name: { include, exclude: [] } },
    rules: ruleset.rules as Shown['rules'] & {},
    ...(isAdmin ? { bypass_actors: ruleset.bypassActors as Shown['bypass_actors'] & {} } : {}),
    current_user_can_bypass: isAdmin && ruleset.bypassActors.length > 0 ? 'always' : 'never',
  };
}

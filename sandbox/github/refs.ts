import { Hono } from 'hono';
import { branchMoved } from './branch-events.ts';
import { GithubError, notFound } from './errors.ts';
import { reference } from './format.ts';
import { NO_OBJECT } from './git.ts';
import { isAncestor, moveRef } from './history.ts';
import { bodyOf, type Call, type Env, type Hub, need, required } from './hub.ts';
import { page } from './paging.ts';
import { checkInTheWay } from './protection.ts';
import { isBound } from './rulesets.ts';

/** Refs: read, create, move, delete; branches only for writes. */
export function refRoutes(hub: Hub): Hono<Env> {
  const routes = new Hono<Env>();
  routes.get('/git/ref/:ref{.+}', async (call) => {
    const ref = `refs/${call.req.param('ref')}`;
    const sha = await hub.git.resolve(ref);
    if (!sha) throw notFound();
    return call.json(reference(hub, ref, sha));
  });
  routes.get('/git/matching-refs/:ref{.+}', async (call) => {
    const prefix = `refs/${call.req.param('ref')}`;
    const { out } = await hub.git.run(['for-each-ref', '--format=%(refname) %(objectname)']);
    const lines = out
      .toString()
      .trim()
      .split('\n')
      .map((line) => line.split(' '));
    const found = lines.filter(([ref = '']) => ref.startsWith(prefix));
    return call.json(page(hub, call, found).map(([ref = '', sha = '']) => reference(hub, ref, sha)));
  });
  routes.post('/git/refs', (call) => createRef(hub, call));
  routes.patch('/git/refs/:ref{.+}', (call) => updateRef(hub, call));
  routes.delete('/git/refs/:ref{.+}', (call) => deleteRef(hub, call));
  return routes;
}

async function createRef(hub: Hub, call: Call): Promise<Response> {
  const actor = call.get('actor');
  need(actor, 'write');
  const body = await bodyOf(call);
  const [ref, sha] = [required(body, 'ref'), required(body, 'sha')];
  const name = branchOf(ref);
  if (await hub.git.resolve(ref)) throw new GithubError(422, 'Reference already exists');
  await commitOrFail(hub, sha);
  if (!(await moveRef(hub.git, ref, sha, NO_OBJECT))) throw new GithubError(422, 'Reference update failed');
  await branchMoved(hub, actor, name, NO_OBJECT, sha);
  return call.json(reference(hub, ref, sha), 201);
}

async function updateRef(hub: Hub, call: Call): Promise<Response> {
  const actor = call.get('actor');
  need(actor, 'write');
  const ref = `refs/${call.req.param('ref')}`;
  const name = branchOf(ref);
  const body = await bodyOf(call);
  const sha = required(body, 'sha');
  const old = await hub.git.resolve(ref);
  if (!old) throw new GithubError(422, 'Reference does not exist');
  await commitOrFail(hub, sha);
  const check = checkInTheWay(hub, actor, name, sha);
  if (check) throw new GithubError(422, `Required status check "${check}" is expected.`);
  if (!(await isAncestor(hub.git, old, sha))) {
    if (body.force !== true) throw new GithubError(422, 'Update is not a fast forward');
    if (isBound(hub, actor, name, 'non_fast_forward')) throw violated('Cannot force-push to this branch');
  }
  if (!(await moveRef(hub.git, ref, sha, old))) throw new GithubError(409, 'Reference cannot be updated');
  await branchMoved(hub, actor, name, old, sha);
  return call.json(reference(hub, ref, sha));
}

async function deleteRef(hub: Hub, call: Call): Promise<Response> {
  const actor = call.get('actor');
  need(actor, 'write');
  const ref = `refs/${call.req.param('ref')}`;
  const name = branchOf(ref);
  const old = await hub.git.resolve(ref);
  if (!old) throw new GithubError(422, 'Reference does not exist');
  if (name === 'main') throw new GithubError(422, 'Cannot delete this branch');
  if (isBound(hub, actor, name, 'deletion')) throw violated('Cannot delete this branch');
  await hub.git.run(['update-ref', '-d', ref, old]);
  await branchMoved(hub, actor, name, old, NO_OBJECT);
  return call.body(null, 204);
}

/** What GitHub answers where a ruleset forbids it. */
const violated = (what: string) => new GithubError(422, `Repository rule violations found\n\n${what}\n\n`);

function branchOf(ref: string): string {
  if (ref.startsWith('refs/heads/')) return ref.slice('refs/heads/'.length);
  throw new GithubError(422, 'The sandbox moves branches only (refs/heads/…)');
}

async function commitOrFail(hub: Hub, sha: string): Promise<void> {
  if (!/^[0-9a-f]{40}$/.test(sha)) throw new GithubError(422, 'The sha parameter must be exactly 40 characters.');
  if (!(await hub.git.resolve(`${sha}^{commit}`))) throw new GithubError(422, 'Object does not exist');
}

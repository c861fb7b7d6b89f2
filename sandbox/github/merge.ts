import { Hono } from 'hono';
import type { Actor } from './auth.ts';
import { branchMoved, endMerged } from './branch-events.ts';
import { GithubError, notFound } from './errors.ts';
import { signatureOf } from './git-data.ts';
import { mergeTrees, moveRef } from './history.ts';
import { bodyOf, type Call, type Env, type Hub, need, optional, pullOf } from './hub.ts';
import { writeCommit } from './objects.ts';
import { checkInTheWay } from './protection.ts';
import { FLEET, type Pull } from './state.ts';

/** Merging pull requests, and bringing them up to date with their base. */
export function mergeRoutes(hub: Hub): Hono<Env> {
  const routes = new Hono<Env>();
  routes.get('/pulls/:number/merge', (call) => {
    if (!pullOf(hub, call).merged) throw notFound();
    return call.body(null, 204);
  });
  routes.put('/pulls/:number/merge', (call) => merge(hub, call));
  routes.put('/pulls/:number/update-branch', (call) => updateBranch(hub, call));
  return routes;
}

async function merge(hub: Hub, call: Call): Promise<Response> {
  const actor = call.get('actor');
  need(actor, 'write');
  const pull = pullOf(hub, call);
  const body = await bodyOf(call);
  const base = await checkMergeable(hub, actor, pull, optional(body, 'sha'));
  const tree = await mergeTrees(hub.git, base, pull.headSha);
  if (!tree) throw new GithubError(405, 'Pull Request is not mergeable');
  const sha = await writeCommit(hub.git, {
    tree,
    parents: parentsOf(optional(body, 'merge_method') ?? 'merge', base, pull.headSha),
    message: messageOf(pull, optional(body, 'commit_title'), optional(body, 'commit_message')),
    author: signatureOf(actor.login),
  });
  const moved = await moveRef(hub.git, `refs/heads/${pull.base}`, sha, base);
  if (!moved) throw new GithubError(405, 'Base branch was modified. Review and try the merge again.');
  await endMerged(hub, actor, pull, sha);
  await branchMoved(hub, actor, pull.base, base, sha);
  return call.json({ sha, merged: true, message: 'Pull Request successfully merged' });
}

/** The base to merge into. Throws what GitHub answers when this may not be merged now. */
async function checkMergeable(hub: Hub, actor: Actor, pull: Pull, sha: string | undefined): Promise<string> {
  const base = await hub.git.resolve(`refs/heads/${pull.base}`);
  if (pull.state === 'closed' || !base) throw new GithubError(405, 'Pull Request is not mergeable');
  if (sha !== undefined && sha !== pull.headSha) {
    throw new GithubError(409, 'Head branch was modified. Review and try the merge again.');
  }
  const missing = checkInTheWay(hub, actor, pull.base, pull.headSha);
  if (missing) throw new GithubError(405, `Required status check "${missing}" is expected.`);
  return base;
}

function parentsOf(method: string, base: string, head: string): string[] {
  if (method === 'merge') return [base, head];
  if (method === 'squash') return [base];
  throw new GithubError(405, 'Rebase merges are not allowed on this repository.');
}

function messageOf(pull: Pull, title: string | undefined, text: string | undefined): string {
  const first = title ?? `Merge pull request #${pull.number} from ${FLEET.split('/')[0]}/${pull.head}`;
  return `${first}\n\n${text ?? pull.title}`;
}

async function updateBranch(hub: Hub, call: Call): Promise<Response> {
  const actor = call.get('actor');
  need(actor, 'write');
  const pull = pullOf(hub, call);
  const expected = optional(await bodyOf(call), 'expected_head_sha');
  if (expected && expected !== pull.headSha) {
    throw new GithubError(422, `expected head sha didn't match current head ref.`);
  }
  const base = (await hub.git.resolve(`refs/heads/${pull.base}`)) ?? '';
  const before = pull.headSha;
  const tree = await mergeTrees(hub.git, before, base);
  if (!tree) throw new GithubError(422, 'merge conflict between base and head');
  const message = `Merge branch '${pull.base}' into ${pull.head}`;
  const author = signatureOf(actor.login);
  const sha = await writeCommit(hub.git, { tree, parents: [before, base], message, author });
  await moveRef(hub.git, `refs/heads/${pull.head}`, sha, before);
  await branchMoved(hub, actor, pull.head, before, sha);
  return call.json({ message: 'Updating pull request branch.', url: `${hub.url}/${FLEET}/pull/${pull.number}` }, 202);
}

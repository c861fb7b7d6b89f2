import { Hono } from 'hono';
import { branchMoved } from './branch-events.ts';
import { GithubError, notFound } from './errors.ts';
import { gitCommit } from './format-commit.ts';
import { file, listed, writtenFile } from './format-content.ts';
import { signatureOf } from './git-data.ts';
import { moveRef } from './history.ts';
import { bodyOf, type Call, type Env, type Hub, need, optional, required } from './hub.ts';
import { listTree, readBlob, readCommit, type TreeChange, writeBlob, writeCommit, writeTree } from './objects.ts';
import { checkInTheWay } from './protection.ts';

/** Files by path: read, write, delete. */
export function contentRoutes(hub: Hub): Hono<Env> {
  const routes = new Hono<Env>();
  routes.get('/contents/:path{.+}', (call) => getContent(hub, call));
  routes.put('/contents/:path{.+}', (call) => putContent(hub, call));
  routes.delete('/contents/:path{.+}', (call) => deleteContent(hub, call));
  return routes;
}

async function getContent(hub: Hub, call: Call): Promise<Response> {
  const path = call.req.param('path') ?? '';
  const ref = call.req.query('ref') ?? 'main';
  const sha = await hub.git.resolve(`${ref}:${path}`);
  if (!sha) throw notFound();
  if ((await hub.git.run(['cat-file', '-t', sha])).text !== 'tree') {
    return call.json(file(hub, path, ref, sha, await readBlob(hub.git, sha)));
  }
  const entries = await listTree(hub.git, sha, false);
  return call.json(entries.map((entry) => listed(hub, path, ref, entry)));
}

async function putContent(hub: Hub, call: Call): Promise<Response> {
  const path = call.req.param('path') ?? '';
  const body = await bodyOf(call);
  const bytes = Buffer.from(required(body, 'content'), 'base64');
  const existed = await checkKnownSha(hub, path, body);
  const sha = await writeBlob(hub.git, bytes);
  const commit = await commitPath(hub, call, body, { path, mode: '100644', sha });
  const content = writtenFile(hub, path, optional(body, 'branch') ?? 'main', sha, bytes.length);
  return call.json({ content, commit }, existed ? 200 : 201);
}

async function deleteContent(hub: Hub, call: Call): Promise<Response> {
  const path = call.req.param('path') ?? '';
  const body = await bodyOf(call);
  if (!(await checkKnownSha(hub, path, body))) throw notFound();
  const commit = await commitPath(hub, call, body, { path, mode: '100644', sha: null });
  return call.json({ content: null, commit });
}

/** GitHub wants the blob one believes to replace. True when the file exists. */
async function checkKnownSha(hub: Hub, path: string, body: Record<string, unknown>): Promise<boolean> {
  const current = await hub.git.resolve(`refs/heads/${optional(body, 'branch') ?? 'main'}:${path}`);
  const given = optional(body, 'sha');
  if (current && !given) throw new GithubError(422, 'Invalid request.\n\n"sha" wasn\'t supplied.');
  if (given && given !== current) throw new GithubError(409, `${path} does not match ${given}`);
  return current !== undefined;
}

async function commitPath(
  hub: Hub,
  call: Call,
  body: Record<string, unknown>,
  change: TreeChange,
): Promise<ReturnType<typeof gitCommit>> {
  const actor = call.get('actor');
  need(actor, 'write');
  const branch = optional(body, 'branch') ?? 'main';
  const old = await hub.git.resolve(`refs/heads/${branch}`);
  if (!old) throw new GithubError(404, `Branch ${branch} not found`);
  const tree = await writeTree(hub.git, `${old}^{tree}`, [change]);
  const author = signatureOf(actor.login);
  const sha = await writeCommit(hub.git, { tree, parents: [old], message: required(body, 'message'), author });
  const check = checkInTheWay(hub, actor, branch, sha);
  if (check) throw new GithubError(409, `Could not update file: Required status check "${check}" is expected.`);
  if (!(await moveRef(hub.git, `refs/heads/${branch}`, sha, old))) {
    throw new GithubError(409, `is at ${await hub.git.resolve(`refs/heads/${branch}`)} but expected ${old}`);
  }
  await branchMoved(hub, actor, branch, old, sha);
  return gitCommit(hub, await readCommit(hub.git, sha));
}

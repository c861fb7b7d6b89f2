import { Hono } from 'hono';
import { GithubError, notFound } from './errors.ts';
import { gitCommit } from './format-commit.ts';
import type { Signature } from './git.ts';
import { apiUrl, bodyOf, type Call, type Env, type Hub, need, optional, required } from './hub.ts';
import {
  lines,
  listTree,
  readBlob,
  readCommit,
  type TreeChange,
  writeBlob,
  writeCommit,
  writeTree,
} from './objects.ts';
import { now } from './state.ts';

/** Blobs, trees and commits. */
export function gitDataRoutes(hub: Hub): Hono<Env> {
  const routes = new Hono<Env>();
  routes.post('/git/blobs', (call) => createBlob(hub, call));
  routes.get('/git/blobs/:sha', (call) => getBlob(hub, call));
  routes.post('/git/trees', (call) => createTree(hub, call));
  routes.get('/git/trees/:tree{.+}', (call) => getTree(hub, call));
  routes.post('/git/commits', (call) => createCommit(hub, call));
  routes.get('/git/commits/:sha', async (call) => {
    const sha = await hub.git.resolve(`${call.req.param('sha')}^{commit}`);
    if (!sha) throw notFound();
    return call.json(gitCommit(hub, await readCommit(hub.git, sha)));
  });
  return routes;
}

async function createBlob(hub: Hub, call: Call): Promise<Response> {
  need(call.get('actor'), 'write');
  const body = await bodyOf(call);
  const encoding = optional(body, 'encoding') === 'base64' ? 'base64' : 'utf8';
  const sha = await writeBlob(hub.git, Buffer.from(required(body, 'content'), encoding));
  return call.json({ sha, url: apiUrl(hub, `/git/blobs/${sha}`) }, 201);
}

async function getBlob(hub: Hub, call: Call): Promise<Response> {
  const sha = call.req.param('sha') ?? '';
  if (!(await hub.git.resolve(`${sha}^{blob}`))) throw notFound();
  const content = await readBlob(hub.git, sha);
  const url = apiUrl(hub, `/git/blobs/${sha}`);
  return call.json({
    sha,
    node_id: `B_${sha}`,
    size: content.length,
    url,
    content: lines(content),
    encoding: 'base64',
  });
}

async function createTree(hub: Hub, call: Call): Promise<Response> {
  need(call.get('actor'), 'write');
  const body = await bodyOf(call);
  const base = optional(body, 'base_tree');
  const baseTree = base === undefined ? undefined : await hub.git.resolve(`${base}^{tree}`);
  if (base !== undefined && !baseTree) throw new GithubError(422, 'base_tree is not a valid tree oid');
  if (!Array.isArray(body.tree) || body.tree.length === 0) throw new GithubError(422, 'Invalid tree info');
  const changes: TreeChange[] = [];
  for (const entry of body.tree as Record<string, unknown>[]) changes.push(await change(hub, baseTree, entry));
  const sha = await writeTree(hub.git, baseTree, changes);
  return call.json(await treeAnswer(hub, sha, false), 201);
}

const MODES = ['100644', '100755', '120000'];

async function change(hub: Hub, base: string | undefined, entry: Record<string, unknown>): Promise<TreeChange> {
  const path = required(entry, 'path');
  const mode = optional(entry, 'mode') ?? '';
  if (!MODES.includes(mode)) throw new GithubError(422, `tree.mode must be one of ${MODES.join(', ')}`);
  if (path.startsWith('/') || path.split('/').includes('..') || path === '') {
    throw new GithubError(422, 'tree.path contains a malformed path component');
  }
  if (entry.sha === null) {
    if (!base || !(await hub.git.resolve(`${base}:${path}`))) throw new GithubError(422, 'GitRPC::BadObjectState');
    return { path, mode, sha: null };
  }
  if (typeof entry.sha !== 'string') return { path, mode, sha: await writeBlob(hub.git, required(entry, 'content')) };
  if (!(await hub.git.resolve(`${entry.sha}^{blob}`))) {
    throw new GithubError(422, `tree.sha ${entry.sha} is not a valid blob`);
  }
  return { path, mode, sha: entry.sha };
}

async function getTree(hub: Hub, call: Call): Promise<Response> {
  const sha = await hub.git.resolve(`${call.req.param('tree')}^{tree}`);
  if (!sha) throw notFound();
  return call.json(await treeAnswer(hub, sha, call.req.query('recursive') !== undefined));
}

async function treeAnswer(hub: Hub, sha: string, recursive: boolean): Promise<object> {
  const entries = await listTree(hub.git, sha, recursive);
  const tree = entries.map((entry) => ({ ...entry, url: apiUrl(hub, `/git/${entry.type}s/${entry.sha}`) }));
  return { sha, url: apiUrl(hub, `/git/trees/${sha}`), truncated: false, tree };
}

async function createCommit(hub: Hub, call: Call): Promise<Response> {
  const actor = call.get('actor');
  need(actor, 'write');
  const body = await bodyOf(call);
  const tree = await hub.git.resolve(`${required(body, 'tree')}^{tree}`);
  if (!tree) throw new GithubError(422, 'Tree SHA does not exist');
  const parents = (body.parents ?? []) as string[];
  for (const parent of parents) {
    if (!(await hub.git.resolve(`${parent}^{commit}`))) throw new GithubError(422, 'Parent SHA does not exist');
  }
  const author = signature(body.author) ?? signatureOf(actor.login);
  const committer = signature(body.committer) ?? author;
  const sha = await writeCommit(hub.git, { tree, parents, message: required(body, 'message'), author, committer });
  return call.json(gitCommit(hub, await readCommit(hub.git, sha)), 201);
}

function signature(value: unknown): Signature | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const given = value as Record<string, unknown>;
  const date = optional(given, 'date') ?? now();
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(Z|[+-]\d{2}:\d{2})$/.test(date)) {
    throw new GithubError(422, 'date must be YYYY-MM-DDTHH:MM:SSZ');
  }
  return { name: required(given, 'name'), email: required(given, 'email'), date };
}

/** How a login signs commits made through the API. */
export function signatureOf(login: string): Signature {
  return { name: login, email: `${login}@users.noreply.github.test`, date: now() };
}

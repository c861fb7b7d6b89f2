import { Hono } from 'hono';
import { announcePull, closePull, keepHead } from './branch-events.ts';
import { GithubError, invalid } from './errors.ts';
import { comment, issue, pullInList, pullRequest } from './format.ts';
import { changedFiles } from './format-commit.ts';
import { changedPaths, countCommits, mergeBase } from './history.ts';
import { bodyOf, type Call, type Env, type Hub, need, optional, pullOf, required } from './hub.ts';
import { page } from './paging.ts';
import { nextId, now, OWNER, type Pull } from './state.ts';

/** Pull requests: open, list, read, edit, close, reopen, their files and comments. */
export function pullRoutes(hub: Hub): Hono<Env> {
  const routes = new Hono<Env>();
  routes.post('/pulls', (call) => openPull(hub, call));
  routes.get('/pulls', (call) => listPulls(hub, call));
  routes.get('/pulls/:number', async (call) => call.json(await pullRequest(hub, pullOf(hub, call))));
  routes.patch('/pulls/:number', (call) => editPull(hub, call));
  routes.get('/pulls/:number/files', (call) => listFiles(hub, call));
  routes.get('/issues/:number', (call) => call.json(issue(hub, pullOf(hub, call))));
  routes.get('/issues/:number/comments', (call) => {
    const { number } = pullOf(hub, call);
    const all = hub.state.comments.filter((found) => found.pull === number);
    return call.json(page(hub, call, all).map((found) => comment(hub, found)));
  });
  routes.post('/issues/:number/comments', (call) => addComment(hub, call));
  return routes;
}

async function openPull(hub: Hub, call: Call): Promise<Response> {
  const actor = call.get('actor');
  need(actor, 'write');
  const body = await bodyOf(call);
  const head = required(body, 'head').replace(`${OWNER}:`, '');
  const base = required(body, 'base');
  const [headSha, baseSha] = await checkSides(hub, head, base);
  const at = now();
  const pull: Pull = {
    number: hub.state.pulls.size + 1,
    title: required(body, 'title'),
    body: optional(body, 'body') ?? null,
    head,
    base,
    headSha,
    baseSha,
    state: 'open',
    author: actor.login,
    createdAt: at,
    updatedAt: at,
    reviewers: [],
  };
  hub.state.pulls.set(pull.number, pull);
  await keepHead(hub, pull);
  await announcePull(hub, actor, 'opened', pull);
  return call.json(await pullRequest(hub, pull), 201);
}

async function checkSides(hub: Hub, head: string, base: string): Promise<[string, string]> {
  const headSha = await hub.git.resolve(`refs/heads/${head}`);
  const baseSha = await hub.git.resolve(`refs/heads/${base}`);
  if (!headSha) throw invalid('PullRequest', { field: 'head', code: 'invalid' });
  if (!baseSha) throw invalid('PullRequest', { field: 'base', code: 'invalid' });
  const same = (pull: Pull) => pull.state === 'open' && pull.head === head && pull.base === base;
  if ([...hub.state.pulls.values()].some(same)) {
    throw invalid('PullRequest', { message: `A pull request already exists for ${OWNER}:${head}.` });
  }
  if ((await countCommits(hub.git, baseSha, headSha)) === 0) {
    throw invalid('PullRequest', { message: `No commits between ${base} and ${head}` });
  }
  return [headSha, baseSha];
}

async function listPulls(hub: Hub, call: Call): Promise<Response> {
  const { state = 'open', head, base, sort = 'created', direction } = call.req.query();
  const all = [...hub.state.pulls.values()].filter(
    (pull) =>
      (state === 'all' || pull.state === state) &&
      (!head || head === `${OWNER}:${pull.head}`) &&
      (!base || base === pull.base),
  );
  const ordered = sort === 'updated' ? all.toSorted((a, b) => a.updatedAt.localeCompare(b.updatedAt)) : all;
  const ascending = (direction ?? (sort === 'created' ? 'desc' : 'asc')) === 'asc';
  const shown = page(hub, call, ascending ? ordered : ordered.toReversed());
  return call.json(shown.map((pull) => pullInList(hub, pull)));
}

async function editPull(hub: Hub, call: Call): Promise<Response> {
  const pull = pullOf(hub, call);
  const actor = call.get('actor');
  if (actor.login !== pull.author) need(actor, 'write');
  const body = await bodyOf(call);
  const state = optional(body, 'state');
  if (state === 'open' && pull.state === 'closed') await reopen(hub, call, pull);
  pull.title = optional(body, 'title') ?? pull.title;
  pull.body = optional(body, 'body') ?? pull.body;
  pull.updatedAt = now();
  if (state === 'closed' && pull.state === 'open') await closePull(hub, actor, pull);
  else if (state === undefined) await announcePull(hub, actor, 'edited', pull);
  return call.json(await pullRequest(hub, pull));
}

async function reopen(hub: Hub, call: Call, pull: Pull): Promise<void> {
  const head = await hub.git.resolve(`refs/heads/${pull.head}`);
  if (pull.merged || !head) {
    throw invalid('PullRequest', { field: 'state', message: 'state cannot be changed. The branch is gone or merged.' });
  }
  pull.state = 'open';
  pull.headSha = head;
  delete pull.closed;
  await keepHead(hub, pull);
  await announcePull(hub, call.get('actor'), 'reopened', pull);
}

async function listFiles(hub: Hub, call: Call): Promise<Response> {
  const pull = pullOf(hub, call);
  const from = pull.merged ? `${pull.merged.sha}^1` : pull.base;
  const base = await mergeBase(hub.git, from, pull.headSha);
  if (!base) throw new GithubError(422, 'The branches have nothing in common');
  const shown = page(hub, call, await changedPaths(hub.git, base, pull.headSha));
  return call.json(await changedFiles(hub, base, pull.headSha, shown));
}

async function addComment(hub: Hub, call: Call): Promise<Response> {
  const pull = pullOf(hub, call);
  const body = required(await bodyOf(call), 'body');
  const added = { id: nextId(hub.state), pull: pull.number, login: call.get('actor').login, body, at: now() };
  pull.updatedAt = added.at;
  hub.state.comments.push(added);
  return call.json(comment(hub, added), 201);
}

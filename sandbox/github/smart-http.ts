import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { Hono } from 'hono';
import type { Actor } from './auth.ts';
import { branchMoved } from './branch-events.ts';
import { NO_OBJECT, plainGitEnvironment } from './git.ts';
import { listBranches } from './history.ts';
import type { Call, Env, Hub } from './hub.ts';
import { pushToMainRefused } from './protection.ts';
import { FLEET } from './state.ts';

/** Clone, fetch and push: git's own CGI program, with a token as the password. */
export function smartHttpRoutes(hub: Hub): Hono<Env> {
  const routes = new Hono<Env>();
  routes.get(`/${FLEET}.git/info/refs`, (call) => serve(hub, call));
  routes.post(`/${FLEET}.git/git-upload-pack`, (call) => serve(hub, call));
  routes.post(`/${FLEET}.git/git-receive-pack`, (call) => push(hub, call));
  return routes;
}

async function serve(hub: Hub, call: Call): Promise<Response> {
  const actor = hub.accounts.identifyBasic(call.req.header('authorization'));
  if (!actor) return call.text('Authentication required', 401, { 'www-authenticate': 'Basic realm="GitHub"' });
  if (actor.permission === 'none') return call.text('Repository not found.', 404);
  const pushing = call.req.path.endsWith('receive-pack') || call.req.query('service') === 'git-receive-pack';
  if (pushing && actor.permission === 'read') return call.text('Write access to repository not granted.', 403);
  return backend(hub, call, actor);
}

/** Waits for the push to end, so that its consequences are there when git returns. */
async function push(hub: Hub, call: Call): Promise<Response> {
  const actor = hub.accounts.identifyBasic(call.req.header('authorization'));
  const before = await listBranches(hub.git);
  const answer = await serve(hub, call);
  if (!actor || !answer.ok) return answer;
  const body = await answer.arrayBuffer();
  const after = await listBranches(hub.git);
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    const [old, sha] = [before.get(name) ?? NO_OBJECT, after.get(name) ?? NO_OBJECT];
    if (old !== sha) await branchMoved(hub, actor, name, old, sha);
  }
  return new Response(body, { status: answer.status, headers: answer.headers });
}

async function backend(hub: Hub, call: Call, actor: Actor): Promise<Response> {
  const child = spawn('git', ['http-backend'], { env: cgiEnvironment(hub, call, actor) });
  call.req.raw.signal.addEventListener('abort', () => child.kill(), { once: true });
  child.stdin.on('error', () => {});
  const input = call.req.raw.body;
  if (input) Readable.fromWeb(input).pipe(child.stdin);
  else child.stdin.end();
  return cgiAnswer(child);
}

function cgiEnvironment(hub: Hub, call: Call, actor: Actor): Record<string, string> {
  const url = new URL(call.req.url);
  const header = (name: string) => call.req.header(name) ?? '';
  return {
    ...plainGitEnvironment(),
    GIT_PROJECT_ROOT: dirname(dirname(hub.git.folder)),
    GIT_HTTP_EXPORT_ALL: '1',
    PATH_INFO: decodeURIComponent(url.pathname),
    QUERY_STRING: url.search.slice(1),
    REQUEST_METHOD: call.req.method,
    CONTENT_TYPE: header('content-type'),
    HTTP_CONTENT_ENCODING: header('content-encoding'),
    GIT_PROTOCOL: header('git-protocol'),
    REMOTE_USER: actor.login,
    SANDBOX_MAIN_PROTECTED: pushToMainRefused(hub, actor) ? '1' : '0',
  };
}

/** Splits what a CGI program writes into headers and a body that streams on. */
async function cgiAnswer(child: ChildProcessWithoutNullStreams): Promise<Response> {
  let start = Buffer.alloc(0);
  const source = child.stdout[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  while (!start.includes('\r\n\r\n')) {
    const { value, done } = await source.next();
    if (done) return new Response('git ended without an answer', { status: 500 });
    start = Buffer.concat([start, value]);
  }
  const end = start.indexOf('\r\n\r\n');
  const headers = new Headers();
  for (const line of start.subarray(0, end).toString().split('\r\n')) {
    const colon = line.indexOf(':');
    headers.set(line.slice(0, colon), line.slice(colon + 1).trim());
  }
  const status = Number.parseInt(headers.get('status') ?? '200', 10);
  headers.delete('status');
  return new Response(Readable.toWeb(Readable.from(rest(start.subarray(end + 4), source))) as ReadableStream, {
    status,
    headers,
  });
}

async function* rest(first: Buffer, source: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  if (first.length > 0) yield first;
  for (let next = await source.next(); !next.done; next = await source.next()) yield next.value;
}

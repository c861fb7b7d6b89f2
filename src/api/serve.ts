/*
 * The one wrapper of every declared route: who calls, whether they may, whether what they sent is well-formed. What a
 * handler gets has passed all three; what it throws becomes problem details in `app.ts`.
 */
import { createHash } from 'node:crypto';
import type { Context, Handler } from 'hono';
import type { z } from 'zod';
import type { RequestStatus } from '../domain/status.ts';
import { problemsOf } from '../intake/problems.ts';
import { networkOf } from './address.ts';
import { type Caller, callerOf, type Proven, provenCaller } from './caller.ts';
import type { ApiDeps } from './deps.ts';
import { callId, checkKey, type KeptAnswers } from './kept-answers.ts';
import type { Limiter } from './limits.ts';
import { ApiProblem, WRONG } from './problems.ts';
import type { Answer, Call, Route } from './registry.ts';
import { readStatusNamed, visibleRequest } from './request-reading.ts';
import { explainRight, isNamed, isOverRequest, mayDo, mayDoAtAll, type RequestRight, whoMay } from './rights.ts';

/** What all routes of one API share. */
export interface Shared {
  readonly limiter: Limiter;
  readonly kept: KeptAnswers;
}

/** The Hono handler of a route. */
export function serve(deps: ApiDeps, route: Route, { limiter, kept }: Shared): Handler {
  return async (c) => {
    const proven = await countedCaller(deps, limiter, c);
    if (route.scarce) await limiter.scarce(proven.id, route.path);
    const key = keyOf(route, c);
    const id = callId(key === undefined ? undefined : [proven.id, route.method, c.req.path, key]);
    const act = () => handled(deps, route, proven, c, id);
    if (key === undefined || route.tellsSecret) return send(c, await act());
    return send(c, await kept.once(id, await textOf(c), act));
  };
}

/** @throws ApiProblem 401, or 429 for too many calls. */
async function countedCaller(deps: ApiDeps, limiter: Limiter, c: Context): Promise<Proven> {
  try {
    const proven = await provenCaller(deps, c.req.raw);
    await limiter.caller(proven.id);
    return proven;
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 401)
      await limiter.stranger(networkOf(c, deps.config.api.proxies));
    throw error;
  }
}

/** The idempotency key of a write that has one. */
function keyOf({ method, changesNothing }: Route, c: Context): string | undefined {
  const key = method === 'POST' && !changesNothing ? c.req.header('Idempotency-Key') : undefined;
  return key === undefined ? undefined : checkKey(key);
}

async function handled(deps: ApiDeps, route: Route, proven: Proven, c: Context, id: string) {
  const who = askedOnce(() => callerOf(deps, proven, c.req.raw.headers));
  try {
    const call = await admitted(deps, route, { id: proven.id, who }, c);
    return await route.handle({ ...call, id } as never);
  } catch (error) {
    if (!route.otherwise || !(error instanceof ApiProblem) || error.status !== 404) throw error;
    return route.otherwise({ ...partsOf(c), deps, caller: await who(), id } as never);
  }
}

function askedOnce<T>(question: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return () => {
    answer ??= question();
    return answer;
  };
}

/** Who calls: as they proved it, and as the directory has them. */
interface Asker {
  readonly id: string;
  /** @throws ApiProblem as `callerOf`. */
  who(): Promise<Caller>;
}

/** Reads carry a tag of what they answer, by which a caller is told that nothing of it has changed. */
function send(c: Context, answer: Answer | Response): Response {
  if (answer instanceof Response) return answer;
  const { body, status = 200, headers } = answer;
  if (c.req.method !== 'GET') return c.json(body, status, headers);
  const text = JSON.stringify(body);
  const etag = `W/"${createHash('sha256').update(text).digest('base64url')}"`;
  if (holdsTag(c.req.header('if-none-match'), etag)) return c.body(null, 304, { etag });
  return c.body(text, status, {
    ...headers,
    etag,
    'content-type': 'application/json',
    'cache-control': 'private, no-cache',
  });
}

const holdsTag = (sent: string | undefined, etag: string): boolean =>
  sent === '*' || (sent?.split(',').some((tag) => tag.trim().replace(/^(W\/)?/, 'W/') === etag) ?? false);

/** A call with all that its route says it takes. @throws ApiProblem */
async function admitted(deps: ApiDeps, route: Route, asker: Asker, c: Context): Promise<Partial<Call>> {
  const permit = await permitted(deps, route, asker, c);
  return {
    ...partsOf(c),
    ...permit,
    deps,
    query: route.query && check(route.query, c.req.query()),
    body: route.body && check(route.body, await readJson(c)),
  };
}

const partsOf = (c: Context) => ({
  params: c.req.param() as Record<string, string>,
  header: (name: string) => c.req.header(name),
  signal: c.req.raw.signal,
});

interface Permit {
  /** Absent for somebody whom the request names, while the directory cannot say who they are. */
  readonly caller?: Caller;
  readonly status?: RequestStatus | undefined;
}

async function permitted(deps: ApiDeps, route: Route, { id, who }: Asker, c: Context): Promise<Permit> {
  try {
    const caller = await who();
    return { caller, status: await allowed(deps, caller, route, c) };
  } catch (error) {
    if (!route.shownToNamed || !(error instanceof ApiProblem) || error.status !== 503) throw error;
    const status = await readStatusNamed(deps.client, referenceOf(c));
    if (status && isNamed(id, status)) return { status };
    throw error;
  }
}

/** The request of the path, for rights over one. @throws ApiProblem 403 or 404. */
async function allowed(
  deps: ApiDeps,
  caller: Caller,
  { right }: Route,
  c: Context,
): Promise<RequestStatus | undefined> {
  if (right === 'signed-in') return undefined;
  if (isOverRequest(right)) return overRequest(deps, caller, right, c);
  if (mayDoAtAll(right, caller)) return undefined;
  throw new ApiProblem(403, `${caller.person.name} may not do this: ${whoMay(right)}`);
}

/** The request of the path, if the caller has the right; one they may not see does not exist for them. */
async function overRequest(deps: ApiDeps, caller: Caller, right: RequestRight, c: Context): Promise<RequestStatus> {
  const status = await visibleRequest(deps.client, caller, referenceOf(c));
  if (mayDo(right, caller, status)) return status;
  throw new ApiProblem(
    403,
    `${caller.person.name} may not do this with ${status.reference}: ${explainRight(right, status)}`,
  );
}

const referenceOf = (c: Context): string => c.req.param('reference') ?? '';

function check<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw new ApiProblem(422, WRONG, { problems: problemsOf(parsed.error.issues, []) });
}

/** What was sent. @throws ApiProblem 400 when the caller hangs up meanwhile, or is hung up on for being slow. */
async function textOf(c: Context): Promise<string> {
  try {
    return await c.req.text();
  } catch (error) {
    if (error instanceof ApiProblem) throw error;
    throw new ApiProblem(400, 'What was sent did not arrive whole.', { cause: error });
  }
}

async function readJson(c: Context): Promise<unknown> {
  if (!/^application\/(\w+\+)?json\b/.test(c.req.header('content-type') ?? '')) {
    throw new ApiProblem(415, 'Send JSON, with "Content-Type: application/json".');
  }
  const text = await textOf(c);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ApiProblem(400, `The body is not JSON: ${(error as Error).message}`);
  }
}

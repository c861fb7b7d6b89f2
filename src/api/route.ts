/*
 * The one wrapper of every route of the API: who calls, whether they may, whether what they sent is well-formed. What
 * a handler gets has passed all three; what it throws becomes problem details in `app.ts`.
 */
import type { Context } from 'hono';
import type { z } from 'zod';
import { REFERENCE } from '../domain/naming.ts';
import type { RequestStatus } from '../domain/status.ts';
import { problemsOf } from '../intake/problems.ts';
import { type Caller, callerOf, type Proven, provenCaller } from './caller.ts';
import type { ApiDeps } from './deps.ts';
import { ApiProblem } from './problems.ts';
import { readStatus } from './request-reading.ts';
import {
  type GeneralRight,
  isNamed,
  isOverRequest,
  mayDo,
  mayDoAtAll,
  type RequestRight,
  type Right,
} from './rights.ts';

/** What is answered to a body or query that is not well-formed; its problems say what. */
export const WRONG = 'Some of what was sent is missing or wrong.';

/** The answer to a body or query of which one part cannot be meant. */
export const wrong = (where: string, what: string, mend: string): ApiProblem =>
  new ApiProblem(422, WRONG, { problems: [{ where, what, mend }] });

/** A call that has passed the wrapper. */
export interface Call<R extends Right, Q, B> {
  readonly caller: Caller;
  /** The request of the path, for rights over a request. */
  readonly status: R extends RequestRight ? RequestStatus : undefined;
  /** Of the path; empty where the route names no request. */
  readonly reference: string;
  /** Key of an incident, of the path; empty where the route names none. */
  readonly incident: string;
  readonly query: Q;
  readonly body: B;
  readonly header: (name: string) => string | undefined;
}

export interface Answer {
  readonly status?: 200 | 201 | 202;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** A route: who may, what it takes, what it does. Without a schema nothing is read of that part. */
export interface Route<R extends Right, Q, B> {
  readonly right: R;
  readonly query?: z.ZodType<Q>;
  readonly body?: z.ZodType<B>;
  handle(call: Call<R, Q, B>): Promise<Answer>;
}

/** The Hono handler of a route. */
export function route<R extends Right, Q = undefined, B = undefined>(deps: ApiDeps, spec: Route<R, Q, B>) {
  return async (c: Context): Promise<Response> => {
    const { headers } = c.req.raw;
    const caller = await callerOf(deps, await provenCaller(deps, c.req.raw), headers);
    const status = await allowed(deps, caller, spec.right, c);
    const answer = await spec.handle({
      caller,
      reference: c.req.param('reference') ?? '',
      incident: c.req.param('incident') ?? '',
      status: status as Call<R, Q, B>['status'],
      query: spec.query ? check(spec.query, c.req.query()) : (undefined as Q),
      body: spec.body ? check(spec.body, await readJson(c)) : (undefined as B),
      header: (name) => c.req.header(name),
    });
    return c.json(answer.body, answer.status ?? 200, answer.headers);
  };
}

/** The request of the path, for rights over one. @throws ApiProblem 403 or 404. */
async function allowed(deps: ApiDeps, caller: Caller, right: Right, c: Context): Promise<RequestStatus | undefined> {
  if (right === 'signed-in') return undefined;
  if (isOverRequest(right)) return permitted(deps, caller, right, c);
  if (mayDoAtAll(right, caller)) return undefined;
  throw new ApiProblem(403, `${caller.person.name} may not do this: ${WHO_MAY[right]}`);
}

/**
 * The Hono handler of a route that only shows one request, to whoever may see it. While the directory cannot be reached
 * it still shows it to those whom the request itself names.
 * @param otherwise the answer when Temporal has no such request, or none that the caller may see; throws a 404.
 */
export function readRoute(
  deps: ApiDeps,
  read: (status: RequestStatus) => Promise<unknown>,
  otherwise?: (caller: Caller, reference: string) => Promise<unknown>,
) {
  return async (c: Context): Promise<Response> => {
    const { headers } = c.req.raw;
    const proven = await provenCaller(deps, c.req.raw);
    try {
      return c.json(await read(await visible(deps, proven, c)));
    } catch (error) {
      if (!otherwise || !(error instanceof ApiProblem) || error.status !== 404) throw error;
      return c.json(await otherwise(await callerOf(deps, proven, headers), c.req.param('reference') ?? ''));
    }
  };
}

async function visible(deps: ApiDeps, proven: Proven, c: Context): Promise<RequestStatus> {
  let caller: Caller;
  try {
    caller = await callerOf(deps, proven, c.req.raw.headers);
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.status !== 503) throw error;
    const status = await requestOf(deps, c);
    if (status && isNamed(proven.id, status)) return status;
    throw error;
  }
  return permitted(deps, caller, 'see', c);
}

/** The request of the path, if the caller has the right; one they may not see does not exist for them. */
async function permitted(deps: ApiDeps, caller: Caller, right: RequestRight, c: Context): Promise<RequestStatus> {
  const status = await requestOf(deps, c);
  if (!status || !mayDo('see', caller, status)) {
    throw new ApiProblem(404, `There is no request ${c.req.param('reference')} that you may see.`);
  }
  if (mayDo(right, caller, status)) return status;
  throw new ApiProblem(
    403,
    `${caller.person.name} may not do this with ${status.reference}: ${explain(right, status)}`,
  );
}

async function requestOf(deps: ApiDeps, c: Context): Promise<RequestStatus | undefined> {
  const reference = c.req.param('reference') ?? '';
  return REFERENCE.test(reference) ? readStatus(deps.client, reference) : undefined;
}

const AUDITORS = 'auditors read everything and change nothing.';

const WHO_MAY: Readonly<Record<GeneralRight, string>> = {
  'intake:ask': AUDITORS,
  'intake:preview': AUDITORS,
  'intake:ask-for-others': 'only support asks for somebody else.',
  'policy:see': 'only people of the directory may.',
  'freeze:see': 'only people of the directory may.',
  'freeze:set': 'only operators may.',
  'absence:see': 'only people of the directory may.',
  'absence:set': AUDITORS,
  'absence:set-for-others': 'only operators may.',
  'audit:read': 'only auditors, security and operators read the record.',
  'incident:see': 'only support, operators, security and auditors may.',
  'incident:retry': 'only operators may.',
  'payloads:read': 'only operators read what Temporal keeps.',
};

function explain(right: RequestRight, status: RequestStatus): string {
  switch (right) {
    case 'decide':
      return 'only those whom its approval asks decide.';
    case 'task':
      return status.task ? `the task is one for ${status.task.queue}.` : 'it has no open task.';
    case 'overrule':
      return 'only operators may.';
    case 'repair':
      return 'only operators and whoever is asked to mend it may.';
    default:
      return 'only whoever asked for it may.';
  }
}

function check<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw new ApiProblem(422, WRONG, { problems: problemsOf(parsed.error.issues, []) });
}

async function readJson(c: Context): Promise<unknown> {
  if (!/^application\/(\w+\+)?json\b/.test(c.req.header('content-type') ?? '')) {
    throw new ApiProblem(415, 'Send JSON, with "Content-Type: application/json".');
  }
  const text = await c.req.text();
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ApiProblem(400, `The body is not JSON: ${(error as Error).message}`);
  }
}

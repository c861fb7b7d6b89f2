import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { type RequestIdVariables, requestId } from 'hono/request-id';
import { ClientError } from '../clients/client-error.ts';
import { isTransient } from '../domain/failures.ts';
import { allowTemporalUi } from './codec-routes.ts';
import type { ApiDeps } from './deps.ts';
import { createKeptAnswers } from './kept-answers.ts';
import { CALL_LIMITS, type CallLimits, createLimiter } from './limits.ts';
import { addApiDocs } from './openapi/page.ts';
import { addActivatePage } from './pages/activate.ts';
import { addConfirmPage } from './pages/confirm.ts';
import { addDecidePage } from './pages/decide.ts';
import { addPortal } from './portal.ts';
import { ApiProblem, problemDetails } from './problems.ts';
import type { Route } from './registry.ts';
import { ROUTES } from './routes.ts';
import { securityHeaders } from './security-headers.ts';
import { serve } from './serve.ts';
import { addSignIn } from './sign-in/routes.ts';
import { fromTemporal } from './temporal-failures.ts';
import { addGithubWebhook } from './webhooks/github.ts';
import { addSlackWebhook } from './webhooks/slack.ts';

/** The largest body of a call, in bytes. */
const MAX_BYTES = 512 * 1024;
/** GitHub's deliveries and Temporal's payloads are larger. */
const MAX_LARGE_BYTES = 8 * 1024 * 1024;
const LARGE = /^\/(webhooks|codec)\//;

const limitUsual = limit(MAX_BYTES);
const limitLarge = limit(MAX_LARGE_BYTES);

/** The whole HTTP surface of Berth: API, webhooks and the pages that mails link to. */
export function createApi(deps: ApiDeps, limits: CallLimits = CALL_LIMITS): Hono {
  const app = new Hono<{ Variables: RequestIdVariables }>();
  app.use(requestId());
  app.use(securityHeaders(deps.config));
  app.use(async (c, next) => {
    const started = performance.now();
    await next();
    const ms = Math.round(performance.now() - started);
    const { requestId } = c.var;
    deps.log.info(
      { requestId, method: c.req.method, path: loggedPath(c.req.path), status: c.res.status, ms },
      'answered',
    );
  });
  app.use('*', (c, next) => (LARGE.test(c.req.path) ? limitLarge : limitUsual)(c, next));
  app.onError((error, c) => {
    const problem = asProblem(deps, error, c.var.requestId);
    const body = problemDetails(problem, c.req.path, c.var.requestId);
    const asked = problem.status === 401 ? { 'www-authenticate': 'Bearer' } : {};
    return c.json(body, problem.status, { ...problem.headers, ...asked, 'content-type': 'application/problem+json' });
  });
  app.notFound((c) => {
    throw new ApiProblem(404, `Berth has no ${c.req.method} ${c.req.path}.`);
  });
  app.get('/healthz', async (c) => c.json(await health(deps)));
  const routes = app as unknown as Hono;
  addSignIn(routes, deps);
  allowTemporalUi(routes, deps);
  const shared = { limiter: createLimiter(limits), kept: createKeptAnswers() };
  for (const route of ROUTES) routes.on(route.method, route.path, serve(deps, route, shared));
  addApiDocs(routes, deps);
  for (const [path, methods] of methodsByPath(ROUTES)) routes.all(path, () => refuseMethod(methods));
  for (const add of [addGithubWebhook, addSlackWebhook]) add(routes, deps);
  for (const add of [addConfirmPage, addActivatePage, addDecidePage, addPortal]) add(routes, deps);
  return routes;
}

function methodsByPath(all: readonly Route[]): Map<string, string[]> {
  const methods = new Map<string, string[]>();
  for (const { path, method } of all) methods.set(path, [...(methods.get(path) ?? []), method]);
  return methods;
}

function refuseMethod(methods: readonly string[]): never {
  const allow = methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])).join(', ');
  throw new ApiProblem(405, `Here it takes ${allow}.`, { headers: { allow } });
}

/** Never a one-time token: queries may carry one, and the path of a decision by mail does. */
const loggedPath = (path: string): string => path.replace(/^\/decide\/.*$/s, '/decide/…');

function limit(maxSize: number) {
  return bodyLimit({
    maxSize,
    onError: () => {
      throw new ApiProblem(413, `Send at most ${maxSize / 1024} KiB.`);
    },
  });
}

function asProblem(deps: ApiDeps, thrown: Error, id: string): ApiProblem {
  const error = inWords(thrown);
  if (error instanceof ApiProblem) {
    if (error.status >= 500) deps.log.warn({ requestId: id, err: error }, 'a call could not be answered');
    return error;
  }
  deps.log.error({ requestId: id, err: error }, 'a call failed');
  return new ApiProblem(500, `Something went wrong; operators find it in the log under ${id}.`);
}

function inWords(thrown: Error): Error {
  if (thrown instanceof ApiProblem) return thrown;
  return thrown instanceof ClientError ? fromClient(thrown) : fromTemporal(thrown);
}

/** A system behind the API that does not answer passes by itself; anything else of it is ours to mend. */
function fromClient(error: ClientError): Error {
  return isTransient(error.type) ? new ApiProblem(503, `${error.message} Try again.`, { cause: error }) : error;
}

/** @throws ApiProblem 503 when Temporal does not answer. */
async function health(deps: ApiDeps): Promise<{ status: string }> {
  try {
    await deps.client.withDeadline(Date.now() + 2000, () => deps.client.workflowService.getSystemInfo({}));
    return { status: 'ok' };
  } catch (error) {
    throw new ApiProblem(503, 'Temporal does not answer.', { cause: error });
  }
}

import type { MiddlewareHandler } from 'hono';
import type { Call, Env, Hub } from './hub.ts';

/** A call of the REST API and its answer, as they went over the wire. */
export interface Exchange {
  /** Who called; nobody when the credentials were refused. */
  readonly login: string | undefined;
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** Without credentials. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly answer: ExchangedAnswer;
}

export interface ExchangedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Tells of every exchange but failures that are played and calls that this GitHub does not know: GitHub never says those. */
export function tell(hub: Hub): MiddlewareHandler<Env> {
  return async (call, next) => {
    await next();
    if (hub.heard && call.res.status !== 501) hub.heard(await exchangeOf(call));
  };
}

async function exchangeOf(call: Call): Promise<Exchange> {
  const { pathname, search } = new URL(call.req.url);
  const { authorization: _secret, ...headers } = call.req.header();
  const { status } = call.res;
  const body = await call.res.clone().text();
  return {
    // Its type says that there is always one.
    login: (call.get('actor') as { login: string } | undefined)?.login,
    method: call.req.method,
    path: `${pathname}${search}`,
    headers,
    body: await call.req.text(),
    answer: { status, headers: Object.fromEntries(call.res.headers), body },
  };
}

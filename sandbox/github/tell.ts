import type { MiddlewareHandler } from 'hono';
import type { Exchange } from './exchange.ts';
import type { Call, Env, Hub } from './hub.ts';

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

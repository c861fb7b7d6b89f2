import { randomUUID } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Write } from '../kit/write-log.ts';
import type { Call, Env, Hub } from './hub.ts';

const HOURLY_LIMIT = 5000;
const WRITES = ['POST', 'PUT', 'PATCH', 'DELETE'];

/** Plays the failures of the run around every call, and writes down each write. */
export function gate(hub: Hub): MiddlewareHandler<Env> {
  return async (call, next) => {
    const what = `${call.req.method} ${call.req.path}`;
    const fault = hub.context.faults.take('github', what);
    if (fault?.delayMs) await delay(fault.delayMs);
    if (fault?.cut) return cut(call);
    if (fault?.status) {
      const status = fault.status as ContentfulStatusCode;
      return call.json({ message: fault.message ?? 'Played failure' }, status, { ...fault.headers });
    }
    await next();
    const write = isWrite(call) ? await hub.context.writes.effect('github', what) : undefined;
    if (fault?.lostReply) {
      call.res = cut(call);
    } else if (write) tellWhenReplied(hub, call, write);
    return undefined;
  };
}

/** Tokens and reading with `git fetch` are no writes. */
function isWrite(call: Call): boolean {
  const { path, method } = call.req;
  if (path.endsWith('/git-upload-pack') || path.endsWith('/access_tokens')) return false;
  return WRITES.includes(method) && call.res.status < 400;
}

function tellWhenReplied(hub: Hub, call: Call, write: Write): void {
  call.env.outgoing.once('finish', () => void hub.context.writes.replied(write));
}

/** Ends the connection without an answer. */
function cut(call: Call): Response {
  call.env.incoming.socket.destroy();
  return new Response(null);
}

const delay = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Headers of every REST answer, with the hourly limit counting down. */
export function limits(): MiddlewareHandler<Env> {
  const started = Math.floor(Date.now() / 1000);
  let used = 0;
  return async (call, next) => {
    used += 1;
    await next();
    const headers = {
      'x-ratelimit-limit': HOURLY_LIMIT,
      'x-ratelimit-remaining': Math.max(0, HOURLY_LIMIT - used),
      'x-ratelimit-used': used,
      'x-ratelimit-reset': started + 3600,
      'x-ratelimit-resource': 'core',
      'x-github-request-id': randomUUID(),
    };
    for (const [name, value] of Object.entries(headers)) call.res.headers.set(name, String(value));
  };
}

import type { Context } from 'hono';
import { beginSession, endSession, type Session } from '../../auth/sessions.ts';
import type { ApiDeps } from '../deps.ts';
import { giveSession, sentSession } from './session-cookie.ts';

/** Lets somebody in by a session that is new, whatever the browser had before, and sends them to their page. */
export async function enter(c: Context, deps: ApiDeps, who: Omit<Session, 'until'>, to: string): Promise<Response> {
  const old = await sentSession(c.req.raw.headers, deps.config);
  if (old !== undefined) await endSession(deps.client, old);
  await giveSession(c, deps.config, await beginSession(deps.client, who));
  return c.redirect(to, 303);
}

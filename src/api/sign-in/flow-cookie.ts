/*
 * What a sign-in at an issuer is held to while the browser is there: kept by the browser that began it, so that nobody else's
 * code or state is taken from it. One cookie for each, since people open several pages at once.
 */
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { z } from 'zod';
import { signToken, verifyToken } from '../../auth/tokens.ts';
import type { Config } from '../../config.ts';
import { cookieAttributes, isSecure } from './session-cookie.ts';

type Settings = Pick<Config, 'publicUrl' | 'auth'>;

const flow = z.object({ state: z.string(), nonce: z.string(), verifier: z.string(), to: z.string() });
export type Flow = z.infer<typeof flow>;

const FLOW_SECONDS = 600;
/** Pages that were opened and left; more would make the browser's calls too long. */
const MOST_FLOWS = 5;

const prefixOf = (settings: Settings): string => `${isSecure(settings) ? '__Host-' : ''}berth-sign-in-`;
const nameOf = (settings: Settings, state: string): string => `${prefixOf(settings)}${state.slice(0, 12)}`;

/** Has the browser remember a sign-in that it begins. */
export async function rememberFlow(c: Context, settings: Settings, begun: Flow): Promise<void> {
  const known = Object.keys(getCookie(c)).filter((name) => name.startsWith(prefixOf(settings)));
  for (const name of known.slice(0, Math.max(0, known.length + 1 - MOST_FLOWS)))
    deleteCookie(c, name, cookieAttributes(settings));
  const token = await signToken(settings.auth.decisionKey, 'sign-in', begun, FLOW_SECONDS);
  setCookie(c, nameOf(settings, begun.state), token, { ...cookieAttributes(settings), maxAge: FLOW_SECONDS });
}

/** The sign-in that this browser began with that state; it is forgotten, so that it can be ended once only. */
export async function takeFlow(c: Context, settings: Settings, state: string): Promise<Flow | undefined> {
  if (!/^[\w-]{20,}$/.test(state)) return undefined;
  const name = nameOf(settings, state);
  const token = getCookie(c, name);
  if (token === undefined) return undefined;
  deleteCookie(c, name, cookieAttributes(settings));
  const claims = await verifyToken(settings.auth.decisionKey, 'sign-in', token).catch(() => undefined);
  const known = flow.safeParse(claims).data;
  return known?.state === state ? known : undefined;
}

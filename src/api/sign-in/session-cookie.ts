/*
 * The cookie of a session. What it holds is signed and soon over, and given anew while it is used: so a browser that lies
 * idle is signed out, and only what we have made is looked up at all.
 */
import type { Context } from 'hono';
import { deleteCookie, setCookie } from 'hono/cookie';
import { parse } from 'hono/utils/cookie';
import { signToken, verifyToken } from '../../auth/tokens.ts';
import type { Config } from '../../config.ts';

type Settings = Pick<Config, 'publicUrl' | 'auth'>;

/** Not used for so long, it is over. */
export const IDLE_SECONDS = 2 * 3600;
/** Given anew when it is older. */
const RENEW_SECONDS = 300;

/** Browsers take `__Host-` over https only: no other host and no plain page can set or read it. */
export const isSecure = ({ publicUrl }: Pick<Settings, 'publicUrl'>): boolean => publicUrl.startsWith('https:');

/** Of the cookie. */
export const sessionCookieName = (settings: Pick<Settings, 'publicUrl'>): string =>
  isSecure(settings) ? '__Host-berth' : 'berth';

/** The attributes of every cookie of ours: no script reads it, no other site's form sends it. */
export const cookieAttributes = (settings: Settings) =>
  ({ path: '/', httpOnly: true, sameSite: 'Lax', secure: isSecure(settings) }) as const;

/** Gives the browser this session; whatever it had before is replaced. */
export async function giveSession(c: Context, settings: Settings, secret: string): Promise<void> {
  const token = await signToken(settings.auth.decisionKey, 'session', { secret }, IDLE_SECONDS);
  setCookie(c, sessionCookieName(settings), token, cookieAttributes(settings));
}

export function takeSession(c: Context, settings: Settings): void {
  deleteCookie(c, sessionCookieName(settings), cookieAttributes(settings));
}

/** The secret of the session that a browser sends; undefined when there is none, or it lay idle for too long. */
export const sentSession = async (headers: Headers, settings: Settings): Promise<string | undefined> =>
  (await readCookie(headers, settings))?.secret;

/** Gives the same session anew, when what the browser has is good and some minutes old. */
export async function renewSession(c: Context, settings: Settings): Promise<void> {
  const sent = await readCookie(c.req.raw.headers, settings);
  if (sent && Date.now() / 1000 - sent.givenAt > RENEW_SECONDS) await giveSession(c, settings, sent.secret);
}

/** What a cookie of ours holds that is still good; `givenAt` in seconds since 1970. */
async function readCookie(headers: Headers, settings: Settings) {
  const name = sessionCookieName(settings);
  const token = parse(headers.get('cookie') ?? '', name)[name] ?? '';
  const claims = await verifyToken(settings.auth.decisionKey, 'session', token).catch(() => undefined);
  const { secret, iat } = claims ?? {};
  return typeof secret === 'string' ? { secret, givenAt: Number(iat ?? 0) } : undefined;
}

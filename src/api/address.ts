import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';

/** Where a call comes from, as the proxies in front of us saw it; those that nobody vouches for do not count. */
export function addressOf(c: Context, proxies: number): string {
  const seen = (c.req.header('x-forwarded-for') ?? '').split(',').map((address) => address.trim());
  if (proxies > 0) return seen.at(-proxies) ?? 'unknown';
  return c.env?.incoming ? (getConnInfo(c).remote.address ?? 'unknown') : 'unknown';
}

/** The same, but one for a whole IPv6 network: of it a single machine may have every address. */
export function networkOf(c: Context, proxies: number): string {
  const address = addressOf(c, proxies);
  return address.includes(':') && !address.startsWith('::ffff:') ? address.split(':').slice(0, 4).join(':') : address;
}

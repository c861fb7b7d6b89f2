/*
 * Which calls come from a page of ours: browsers say so themselves, and no page can make them say otherwise.
 */
import { CHANNEL_HEADER } from '../channel.ts';
import { ApiProblem } from '../problems.ts';

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** What browsers send for the origin of a form on a page that wants no referrer sent, as ours do. */
const NOT_NAMED = 'null';

/** Whether a page of our own origin sent this; old browsers say it by `Origin` alone. */
export function isSameOrigin(headers: Headers, publicUrl: string): boolean {
  const site = headers.get('sec-fetch-site');
  const sent = headers.get('origin');
  const origin = sent === NOT_NAMED ? null : sent;
  if (origin !== null && origin !== new URL(publicUrl).origin) return false;
  return site === null ? origin !== null : site === 'same-origin';
}

/**
 * What a browser sends by itself, its cookie, does not count for a write: that comes from a page of ours, with a header that
 * no form can set.
 * @throws ApiProblem 403
 */
export function assertOurPage({ method, headers }: Request, publicUrl: string): void {
  if (READS.has(method)) return;
  if (headers.get(CHANNEL_HEADER) === 'portal' && isSameOrigin(headers, publicUrl)) return;
  throw new ApiProblem(403, 'This call did not come from a page of Berth. Programs send a token instead of a cookie.');
}

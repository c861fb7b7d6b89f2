/** Where browsers begin. */
export const SIGN_IN = '/sign-in';
/** Where an issuer sends browsers back to; registered there. */
export const SIGN_IN_DONE = '/sign-in/done';
/** What the command line asks before it signs somebody in. */
export const SIGN_IN_CLI = '/sign-in/cli';
export const SIGN_OUT = '/sign-out';
export const SIGNED_OUT = '/signed-out';

/**
 * Where to go after signing in: a page of ours, whatever was asked for. Whole, since a path may begin with two slashes and
 * so name another host.
 */
export function pageAfter(publicUrl: string, to: string | undefined): string {
  const home = new URL('/', publicUrl);
  if (to === undefined || !/^\/[^/\\]|^\/$/.test(to)) return home.href;
  const target = URL.parse(to, home.href);
  return target?.origin === home.origin ? target.href : home.href;
}

import type { MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import type { Config } from '../config.ts';

const HALF_A_YEAR_SECONDS = 15_552_000;

/**
 * What every answer tells browsers, unless it says so itself: pages have a policy of their own for scripts and styles, and
 * all that is no page may do nothing at all. https for good only where people come by https.
 */
export const securityHeaders = ({ publicUrl }: Pick<Config, 'publicUrl'>): MiddlewareHandler =>
  secureHeaders({
    overwrite: false,
    contentSecurityPolicy: { defaultSrc: ["'none'"], baseUri: ["'none'"], frameAncestors: ["'none'"] },
    strictTransportSecurity: publicUrl.startsWith('https:') ? `max-age=${HALF_A_YEAR_SECONDS}` : false,
    xFrameOptions: 'DENY',
    referrerPolicy: 'no-referrer',
    xXssProtection: false,
  });

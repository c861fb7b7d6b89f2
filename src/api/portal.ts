/*
 * The built portal (`npm run portal`). Its page is the same for everybody and tells nothing: what stands in it comes
 * from the API, which sends whoever is not signed in to the sign-in.
 */
import type { Context, Hono } from 'hono';
import { html } from 'hono/html';
import type { ApiDeps } from './deps.ts';
import { page } from './pages/page.ts';
import { type BuiltFile, builtIn, type Encoding, INDEX } from './portal-files.ts';

/** Paths of the portal's pages, as its router has them. */
export const PORTAL_PATHS = [
  '/',
  '/ask',
  '/requests',
  '/requests/:reference',
  '/requests/:reference/select',
  '/work',
  '/work/:reference',
  '/decisions/:reference',
  '/projects',
  '/projects/:project',
  '/projects/:project/remove/:environment',
  '/operations',
  '/catalogue',
  '/audit',
  '/start',
] as const;

/** What Vite names by its content: a change of it gets another name. */
const HASHED = /^assets\/.+-[\w-]{8}[.]\w+$/;
const FOR_EVER = 'public, max-age=31536000, immutable';

/**
 * Scripts come from files of ours alone. Styles may stand in the page: the components set theirs while they are shown,
 * and no text of anybody reaches one.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS = {
  'content-security-policy': POLICY,
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
} as const;

/** Serves the portal's pages and the files of its build. */
export function addPortal(app: Hono, deps: Pick<ApiDeps, 'portalFolder'>): void {
  const build = builtIn(deps.portalFolder);
  for (const path of PORTAL_PATHS) {
    app.get(path, async (c) => {
      const index = build()?.get(INDEX);
      return index ? send(c, index, 'no-cache') : notBuilt(c);
    });
  }
  app.get('/:file{.+[.][a-z0-9]+}', async (c, next) => {
    const path = c.req.param('file');
    const file = path === INDEX ? undefined : build()?.get(path);
    return file ? send(c, file, HASHED.test(path) ? FOR_EVER : 'no-cache') : next();
  });
}

async function send(c: Context, file: BuiltFile, caching: string): Promise<Response> {
  const headers = { ...HEADERS, etag: file.etag, 'cache-control': caching, vary: 'accept-encoding' };
  if (c.req.header('if-none-match')?.includes(file.etag)) return c.body(null, 304, headers);
  const encoding = accepted(c.req.header('accept-encoding') ?? '');
  const body = encoding ? await file.packed(encoding) : file.plain;
  const packed = encoding && body !== file.plain ? { 'content-encoding': encoding } : {};
  return c.body(new Uint8Array(body), 200, { ...headers, ...packed, 'content-type': file.type });
}

/** The best that the browser takes; a weight of 0 means that it does not. */
function accepted(header: string): Encoding | undefined {
  const offers = header.split(',').map((offer) => offer.trim().toLowerCase());
  const takes = (name: Encoding) =>
    offers.some((offer) => offer.split(';')[0] === name && !/;\s*q=0(\.0*)?$/.test(offer));
  return (['br', 'gzip'] as const).find(takes);
}

/** Also what somebody sees who started the API alone, from the sources. */
function notBuilt(c: Context): Response | Promise<Response> {
  const reference = c.req.param('reference');
  const meanwhile = reference
    ? html`<p>Until then, <code>berth status ${reference}</code> in a terminal says how far this request is and whom it
waits for.</p>`
    : '';
  return page(
    c,
    503,
    'The portal is not built',
    html`<p>Berth runs, and so does its API; only the pages are missing. Whoever runs it types, in its folder:</p>
<pre><code>npm run portal</code></pre>
<p>Then load this page again; nothing has to be restarted.</p>
${meanwhile}`,
  );
}

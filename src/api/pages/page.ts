/*
 * The few pages that mails link to. Plain HTML that works without scripts, at phone width and by keyboard. Nothing
 * of them is kept in caches, sent as a referrer or framed. Looking at a page never does anything, because mail
 * scanners follow links; only the form does.
 */
import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import { type TokenPurpose, verifyToken } from '../../auth/tokens.ts';
import type { ApiDeps } from '../deps.ts';
import { textsFor } from './language.ts';

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

const STYLE = `:root{color-scheme:light dark;font:100%/1.5 system-ui,sans-serif}
body{margin:0 auto;max-width:34rem;padding:1.5rem 1rem}
h1{font-size:1.5rem;line-height:1.2}
h2{font-size:1.125rem;margin-top:1.5rem}
pre{overflow-x:auto;padding:.75rem;border:1px solid GrayText;border-radius:.25rem}
label{display:block;font-weight:600;margin-top:1rem}
input,button,textarea{font:inherit;box-sizing:border-box;width:100%;min-height:2.75rem;padding:.5rem .75rem}
textarea{resize:vertical}
input,textarea{border:1px solid GrayText;border-radius:.25rem;background:Field;color:FieldText}
button{margin-top:1.5rem;border:0;border-radius:.25rem;background:#0b57a4;color:#fff;font-weight:600;cursor:pointer}
fieldset{border:0;margin:1.5rem 0 0;padding:0}
legend{font-weight:600;padding:0}
.radio{display:flex;gap:.75rem;align-items:center;min-height:2.75rem;padding:.25rem 0;margin:0;font-weight:400}
.radio input{width:1.25rem;min-height:1.25rem;flex:none;margin:0}
#why{margin:0 0 .25rem;opacity:.8}
dl{margin:1rem 0}
dt{font-weight:600;margin-top:.75rem}
dd{margin:0;overflow-wrap:anywhere}
:focus-visible{outline:3px solid #f0a000;outline-offset:2px}
[role=alert]{border-left:.25rem solid #b3261e;padding:.5rem .75rem;background:#b3261e1a}`;

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

const HEADERS = {
  'content-security-policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
} as const;

/**
 * Answers with a page. `body` is escaped by the `html` template that made it.
 * @param language of title and body.
 */
export function page(
  c: Context,
  status: 200 | 400 | 401 | 403 | 404 | 409 | 422 | 429 | 503,
  title: string,
  body: Html,
  language = 'en',
): Response | Promise<Response> {
  const whole = html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Berth</title>
<style>${raw(STYLE)}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>`;
  return c.html(whole, status, HEADERS);
}

/** The page for a link that is not, or no longer, good. @param mend in the language that the page is in. */
export function badLink(c: Context, mend: string): Response | Promise<Response> {
  const { language, badLink: texts } = textsFor(c);
  return page(c, 400, texts.title, html`<p>${texts.text(mend)}</p>`, language);
}

/** The claims of a link's token; undefined when it is forged, expired or for something else. */
export async function linkClaims(
  deps: ApiDeps,
  purpose: TokenPurpose,
  token: unknown,
): Promise<Record<string, unknown> | undefined> {
  if (typeof token !== 'string') return undefined;
  return verifyToken(deps.config.auth.decisionKey, purpose, token).catch(() => undefined);
}

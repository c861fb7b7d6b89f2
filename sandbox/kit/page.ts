import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

/** What the `html` template makes: everything put into it is escaped. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

const STYLE = `:root{color-scheme:light dark;font:100%/1.5 system-ui,sans-serif}
*{box-sizing:border-box}
body{margin:0 auto;max-width:48rem;padding:1rem}
h1{font-size:1.5rem;line-height:1.25;margin:.5rem 0}
h2{font-size:1.125rem;margin:1.5rem 0 .5rem}
h3{font-size:1rem;margin:1rem 0 .25rem}
table{border-collapse:collapse;display:block;overflow-x:auto}
th,td{text-align:left;vertical-align:top;border-bottom:1px solid #8886;padding:.2rem .75rem .2rem 0}
h1,h2,p,li,code,summary,.fields div{overflow-wrap:anywhere}
article,.card{border:1px solid #8886;border-radius:.4rem;padding:.5rem 1rem;margin:.75rem 0}
pre{background:#8881;border-radius:.4rem;padding:.75rem;overflow-x:auto;white-space:pre-wrap;overflow-wrap:anywhere;font-size:.875rem}
pre.prose{font:inherit}
button,select,input,textarea{font:inherit;min-height:2.5rem;max-width:100%;padding:.3rem .7rem;border:1px solid #888a;border-radius:.3rem}
button{cursor:pointer;font-weight:600;margin:.25rem .25rem .25rem 0}
input,textarea,.wide select{display:block;width:100%}
textarea{min-height:12rem;font-family:ui-monospace,monospace}
form{margin:.5rem 0}
form label{display:inline-block;margin:.25rem .5rem .25rem 0}
form.wide label{display:block;margin:.75rem 0}
.fields{margin:.5rem 0;display:grid;grid-template-columns:repeat(auto-fit,minmax(13rem,1fr));gap:.5rem}
.fields div,article p{white-space:pre-line}
.faint{opacity:.75;font-size:.9rem}
.told{border-left:.3rem solid #0b57a4;background:#0b57a41a;padding:.5rem .75rem}
:focus-visible{outline:3px solid #f0a000;outline-offset:2px}`;

/** A whole page of the sandbox: plain HTML that works by keyboard, at phone width and without scripts. */
export function document(title: string, content: Html | Html[], more = ''): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${raw(STYLE + more)}</style>
</head>
<body>
<main>
${content}
</main>
</body>
</html>`;
}

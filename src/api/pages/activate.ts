import type { Context, Hono } from 'hono';
import { html } from 'hono/html';
import { z } from 'zod';
import type { ApiDeps } from '../deps.ts';
import { textsFor } from './language.ts';
import { badLink, type Html, linkClaims, page } from './page.ts';
import type { PageTexts } from './texts/en.ts';

const claims = z.object({ id: z.string(), passwordStamp: z.string() });
const MIN_LENGTH = 12;
const MAX_LENGTH = 128;

const form = ({ problem }: PageTexts['activate']) =>
  z
    .object({
      password: z.string().min(MIN_LENGTH, problem.short(MIN_LENGTH)).max(MAX_LENGTH, problem.long(MAX_LENGTH)),
      repeated: z.string(),
    })
    .refine((f) => f.password === f.repeated, problem.differ);

/** Where a new person sets the first password of the account that Berth made. */
export function addActivatePage(app: Hono, deps: ApiDeps): void {
  app.get('/activate', async (c) => {
    const token = c.req.query('token') ?? '';
    const link = await readLink(deps, token);
    return link ? question(c, link.id, token) : bad(c);
  });
  app.post('/activate', async (c) => {
    const sent = await c.req.parseBody();
    const token = typeof sent['token'] === 'string' ? sent['token'] : '';
    const link = await readLink(deps, token);
    if (!link) return bad(c);
    const parsed = form(textsFor(c).activate).safeParse(sent);
    if (!parsed.success) return question(c, link.id, token, parsed.error.issues[0]?.message);
    return activate(deps, c, { ...link, password: parsed.data.password }, token);
  });
}

const bad = (c: Context) => badLink(c, textsFor(c).activate.mend);

async function readLink(deps: ApiDeps, token: string): Promise<z.infer<typeof claims> | undefined> {
  return claims.safeParse(await linkClaims(deps, 'activate', token)).data;
}

function question(c: Context, id: string, token: string, problem?: string | Html) {
  const { language, activate: texts } = textsFor(c);
  const alert = problem ? html`<p role="alert" id="problem">${problem}</p>` : html``;
  return page(
    c,
    problem ? 422 : 200,
    texts.title,
    html`<p>${texts.account(id)}</p>
${alert}
<ul id="rules">
${texts.rules(MIN_LENGTH, MAX_LENGTH).map(
  (rule) => html`<li>${rule}</li>
`,
)}</ul>
<form method="post" action="/activate">
<input type="hidden" name="token" value="${token}">
<input type="hidden" name="username" value="${id}" autocomplete="username">
<label for="password">${texts.password}</label>
<input id="password" name="password" type="password" autocomplete="new-password" required minlength="${MIN_LENGTH}" maxlength="${MAX_LENGTH}" aria-describedby="rules">
<label for="repeated">${texts.repeated}</label>
<input id="repeated" name="repeated" type="password" autocomplete="new-password" required>
<button>${texts.send}</button>
</form>`,
    language,
  );
}

async function activate(
  deps: ApiDeps,
  c: Context,
  order: { id: string; password: string; passwordStamp: string },
  token: string,
): Promise<Response> {
  const { language, activate: texts } = textsFor(c);
  const result = await deps.activate(order);
  if (result.outcome === 'refused') return question(c, order.id, token, html`<span lang="en">${result.reason}</span>`);
  if (result.outcome === 'done') return page(c, 200, texts.done, html`<p>${texts.doneText(order.id)}</p>`, language);
  return page(c, 409, texts.used, html`<p>${texts.usedText}</p>`, language);
}

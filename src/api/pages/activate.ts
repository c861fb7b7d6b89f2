import type { Context, Hono } from 'hono';
import { html } from 'hono/html';
import { z } from 'zod';
import type { ApiDeps } from '../deps.ts';
import { badLink, linkClaims, page } from './page.ts';

const claims = z.object({ id: z.string(), passwordStamp: z.string() });
const MEND = 'Ask support for a new one.';
const MIN_LENGTH = 12;
const MAX_LENGTH = 128;

const form = z
  .object({
    password: z
      .string()
      .min(MIN_LENGTH, `The password needs at least ${MIN_LENGTH} characters.`)
      .max(MAX_LENGTH, `The password may have at most ${MAX_LENGTH} characters.`),
    repeated: z.string(),
  })
  .refine((f) => f.password === f.repeated, 'The two passwords differ.');

/** Where a new person sets the first password of the account that Berth made. */
export function addActivatePage(app: Hono, deps: ApiDeps): void {
  app.get('/activate', async (c) => {
    const token = c.req.query('token') ?? '';
    const link = await readLink(deps, token);
    return link ? question(c, link.id, token) : badLink(c, MEND);
  });
  app.post('/activate', async (c) => {
    const sent = await c.req.parseBody();
    const token = typeof sent['token'] === 'string' ? sent['token'] : '';
    const link = await readLink(deps, token);
    if (!link) return badLink(c, MEND);
    const parsed = form.safeParse(sent);
    if (!parsed.success) return question(c, link.id, token, parsed.error.issues[0]?.message);
    return activate(deps, c, { ...link, password: parsed.data.password }, token);
  });
}

async function readLink(deps: ApiDeps, token: string): Promise<z.infer<typeof claims> | undefined> {
  return claims.safeParse(await linkClaims(deps, 'activate', token)).data;
}

function question(c: Context, id: string, token: string, problem?: string) {
  const alert = problem ? html`<p role="alert" id="problem">${problem}</p>` : html``;
  return page(
    c,
    problem ? 422 : 200,
    'Set your password',
    html`<p>Your account is <strong>${id}</strong>.</p>
${alert}
<ul id="rules">
<li>${MIN_LENGTH} to ${MAX_LENGTH} characters; several words are fine.</li>
<li>Three of these four: small letters, capital letters, digits, other characters.</li>
<li>Neither your name nor your account name in it.</li>
</ul>
<form method="post" action="/activate">
<input type="hidden" name="token" value="${token}">
<input type="hidden" name="username" value="${id}" autocomplete="username">
<label for="password">New password</label>
<input id="password" name="password" type="password" autocomplete="new-password" required minlength="${MIN_LENGTH}" maxlength="${MAX_LENGTH}" aria-describedby="rules">
<label for="repeated">The same again</label>
<input id="repeated" name="repeated" type="password" autocomplete="new-password" required>
<button>Set password</button>
</form>`,
  );
}

async function activate(
  deps: ApiDeps,
  c: Context,
  order: { id: string; password: string; passwordStamp: string },
  token: string,
): Promise<Response> {
  const result = await deps.activate(order);
  if (result.outcome === 'refused') return question(c, order.id, token, result.reason);
  if (result.outcome === 'done') {
    return page(c, 200, 'Your password is set', html`<p>You can now sign in as <strong>${order.id}</strong>.</p>`);
  }
  return page(c, 409, 'This link was used before', html`<p>If that was not you, tell support at once.</p>`);
}

import type { Context, Hono } from 'hono';
import { html } from 'hono/html';
import { z } from 'zod';
import { confirmSenderUpdate } from '../../workflows/messages.ts';
import type { ApiDeps } from '../deps.ts';
import { ApiProblem } from '../problems.ts';
import { sendUpdate } from '../updates.ts';
import { textsFor } from './language.ts';
import { badLink, linkClaims, page } from './page.ts';

const claims = z.object({ reference: z.string(), mail: z.string() });
type Claims = z.infer<typeof claims>;

/** By which the sender of an unproven mail says "yes, that was me". */
export function addConfirmPage(app: Hono, deps: ApiDeps): void {
  app.get('/confirm', async (c) => {
    const token = c.req.query('token');
    const link = await readLink(deps, token);
    return link ? question(c, link, token ?? '') : bad(c);
  });
  app.post('/confirm', async (c) => {
    const link = await readLink(deps, (await c.req.parseBody())['token']);
    return link ? confirm(deps, c, link) : bad(c);
  });
}

const bad = (c: Context) => badLink(c, textsFor(c).confirm.mend);

async function readLink(deps: ApiDeps, token: unknown): Promise<Claims | undefined> {
  return claims.safeParse(await linkClaims(deps, 'confirm-sender', token)).data;
}

function question(c: Context, { reference, mail }: Claims, token: string) {
  const { language, confirm: texts } = textsFor(c);
  return page(
    c,
    200,
    texts.title,
    html`<p>${texts.text(reference, mail)}</p>
<form method="post" action="/confirm">
<input type="hidden" name="token" value="${token}">
<button>${texts.send}</button>
</form>`,
    language,
  );
}

async function confirm(deps: ApiDeps, c: Context, { reference, mail }: Claims): Promise<Response> {
  const { language, confirm: texts } = textsFor(c);
  try {
    const person = await deps.findPerson({ mail });
    await sendUpdate(deps.client, reference, confirmSenderUpdate, { person: person?.id ?? mail, channel: 'mail' });
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    const status = error.status === 503 ? 503 : 409;
    return page(c, status, texts.failed, html`<p lang="en">${error.message}</p>`, language);
  }
  return page(c, 200, texts.thanks, html`<p>${texts.done(reference)}</p>`, language);
}

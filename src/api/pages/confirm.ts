import type { Context, Hono } from 'hono';
import { html } from 'hono/html';
import { z } from 'zod';
import { confirmSenderUpdate } from '../../workflows/messages.ts';
import type { ApiDeps } from '../deps.ts';
import { ApiProblem } from '../problems.ts';
import { sendUpdate } from '../updates.ts';
import { badLink, linkClaims, page } from './page.ts';

const claims = z.object({ reference: z.string(), mail: z.string() });
type Claims = z.infer<typeof claims>;

const MEND = 'Send your request again to get a new one.';

/** By which the sender of an unproven mail says "yes, that was me". */
export function addConfirmPage(app: Hono, deps: ApiDeps): void {
  app.get('/confirm', async (c) => {
    const token = c.req.query('token');
    const link = await readLink(deps, token);
    return link ? question(c, link, token ?? '') : badLink(c, MEND);
  });
  app.post('/confirm', async (c) => {
    const link = await readLink(deps, (await c.req.parseBody())['token']);
    return link ? confirm(deps, c, link) : badLink(c, MEND);
  });
}

async function readLink(deps: ApiDeps, token: unknown): Promise<Claims | undefined> {
  return claims.safeParse(await linkClaims(deps, 'confirm-sender', token)).data;
}

const question = (c: Context, { reference, mail }: Claims, token: string) =>
  page(
    c,
    200,
    'Did you send this request?',
    html`<p>Berth received request <strong>${reference}</strong> from <strong>${mail}</strong>.
If you did not send it, close this page: the request expires and nothing is made.</p>
<form method="post" action="/confirm">
<input type="hidden" name="token" value="${token}">
<button>Yes, I sent this request</button>
</form>`,
  );

async function confirm(deps: ApiDeps, c: Context, { reference, mail }: Claims): Promise<Response> {
  try {
    const person = await deps.findPerson({ mail });
    await sendUpdate(deps.client, reference, confirmSenderUpdate, { person: person?.id ?? mail, channel: 'mail' });
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    const status = error.status === 503 ? 503 : 409;
    return page(c, status, 'The request could not be confirmed', html`<p>${error.message}</p>`);
  }
  return page(c, 200, 'Thank you', html`<p>Request <strong>${reference}</strong> is confirmed and goes on.</p>`);
}

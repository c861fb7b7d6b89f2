import type { Hono } from 'hono';
import { html } from 'hono/html';
import { endSession } from '../../auth/sessions.ts';
import type { ApiDeps } from '../deps.ts';
import { textsFor } from '../pages/language.ts';
import { page } from '../pages/page.ts';
import { ApiProblem } from '../problems.ts';
import { addDirectorySignIn } from './directory-routes.ts';
import { addOidcSignIn } from './oidc-routes.ts';
import { SIGN_IN, SIGN_IN_CLI, SIGN_OUT, SIGNED_OUT } from './paths.ts';
import { assertOurPage } from './same-origin.ts';
import { renewSession, sentSession, takeSession } from './session-cookie.ts';

/** How people come in and go out with a browser. Mounted before what they come in to. */
export function addSignIn(app: Hono, deps: ApiDeps): void {
  const { config, signIn } = deps;
  app.use('/api/*', async (c, next) => {
    await next();
    if (c.res.ok) await renewSession(c, config);
  });
  if (signIn.way === 'oidc') addOidcSignIn(app, deps, signIn);
  else addDirectorySignIn(app, deps, signIn);
  app.get(SIGN_IN_CLI, (c) => c.json(whereClisSignIn(deps)));
  app.post(SIGN_OUT, async (c) => {
    assertOurPage(c.req.raw, config.publicUrl);
    const secret = await sentSession(c.req.raw.headers, config);
    if (secret !== undefined) await endSession(deps.client, secret);
    takeSession(c, config);
    return c.json({ to: SIGNED_OUT });
  });
  app.get(SIGNED_OUT, (c) => {
    const { language, signIn: texts } = textsFor(c);
    return page(
      c,
      200,
      texts.out,
      html`<p>${texts.outText}</p><p><a href="${SIGN_IN}">${texts.again}</a></p>`,
      language,
    );
  });
}

/** @throws ApiProblem 404 where there is no issuer. */
function whereClisSignIn({ config }: ApiDeps): { issuer: string; clientId: string; scope: string } {
  const { issuer, cliClientId, scope } = config.auth;
  if (issuer !== undefined) return { issuer, clientId: cliClientId, scope };
  throw new ApiProblem(
    404,
    'This Berth has no issuer at which a terminal could sign in. Ask an operator for a service token.',
  );
}

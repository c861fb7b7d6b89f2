import type { Context, Hono } from 'hono';
import { html } from 'hono/html';
import { IssuerUnavailable } from '../../auth/bearer.ts';
import { SignInRefused } from '../../auth/oidc.ts';
import { personNamed } from '../caller.ts';
import type { ApiDeps, SignIn } from '../deps.ts';
import { page } from '../pages/page.ts';
import { enter } from './enter.ts';
import { rememberFlow, takeFlow } from './flow-cookie.ts';
import { pageAfter, SIGN_IN, SIGN_IN_DONE } from './paths.ts';

type Issuer = Extract<SignIn, { way: 'oidc' }>;

/** Signing in at the issuer: there, and back. */
export function addOidcSignIn(app: Hono, deps: ApiDeps, issuer: Issuer): void {
  const { config } = deps;
  app.get(SIGN_IN, (c) =>
    orSay(deps, c, async () => {
      const { to, checks } = await issuer.begin();
      await rememberFlow(c, config, { ...checks, to: pageAfter(config.publicUrl, c.req.query('to')) });
      return c.redirect(to.href, 303);
    }),
  );
  app.get(SIGN_IN_DONE, (c) =>
    orSay(deps, c, async () => {
      const query = new URL(c.req.url).searchParams;
      const flow = await takeFlow(c, config, query.get('state') ?? '');
      if (!flow)
        throw new SignInRefused('This sign-in was not begun in this browser, took too long, or is done already');
      const name = await issuer.finish(query, flow);
      const person = await personNamed(deps, name);
      return person ? enter(c, deps, { person: person.id, by: 'oidc' }, flow.to) : unknown(c, name);
    }),
  );
}

async function orSay(deps: ApiDeps, c: Context, work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof SignInRefused) && !(error instanceof IssuerUnavailable)) throw error;
    const isAway = error instanceof IssuerUnavailable;
    deps.log.warn({ err: error }, 'a sign-in did not succeed');
    const again = new URL(SIGN_IN, deps.config.publicUrl).href;
    return page(
      c,
      isAway ? 503 : 400,
      'You are not signed in',
      html`<p>${error.message}.</p><p><a href="${again}">${isAway ? 'Try again' : 'Sign in again'}</a></p>`,
    );
  }
}

const unknown = (c: Context, name: string) =>
  page(
    c,
    403,
    'The directory does not know you',
    html`<p>You are <strong>${name}</strong> to whoever signed you in, but the directory has no enabled account of that name.
Tell support.</p>`,
  );

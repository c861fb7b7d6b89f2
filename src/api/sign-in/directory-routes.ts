import type { Context, Hono } from 'hono';
import { html } from 'hono/html';
import type { PasswordRefusal } from '../../clients/directory.ts';
import { networkOf } from '../address.ts';
import type { ApiDeps, SignIn } from '../deps.ts';
import { textsFor } from '../pages/language.ts';
import { page } from '../pages/page.ts';
import { createAttempts } from './attempts.ts';
import { enter } from './enter.ts';
import { pageAfter, SIGN_IN } from './paths.ts';
import { isSameOrigin } from './same-origin.ts';

type Directory = Extract<SignIn, { way: 'directory' }>;

/** Below what locks an account in most directories, so that nobody is locked out through Berth. */
const BY_NAME = { tries: 5, seconds: 900 } as const;
/** Many people may share an address. */
const BY_ADDRESS = { tries: 50, seconds: 900 } as const;

/** Signing in with name and password of the directory, where there is no issuer. */
export function addDirectorySignIn(app: Hono, deps: ApiDeps, directory: Directory): void {
  const names = createAttempts(BY_NAME);
  const addresses = createAttempts(BY_ADDRESS);
  app.get(SIGN_IN, (c) => form(c, 200, c.req.query('to') ?? '/'));
  app.post(SIGN_IN, async (c) => {
    const { name, password, to } = readForm(await c.req.parseBody());
    if (!isSameOrigin(c.req.raw.headers, deps.config.publicUrl)) return form(c, 403, to, 'foreign');
    const account = accountOf(name);
    const address = networkOf(c, deps.config.api.proxies);
    if (!addresses.begin(address) || !names.begin(account)) return form(c, 429, to, 'too-many');
    const person = await directory.authenticate(name, password);
    if (typeof person === 'string') return form(c, 401, to, person);
    names.forget(account);
    addresses.forget(address);
    return enter(c, deps, { person: person.id, by: 'directory' }, pageAfter(deps.config.publicUrl, to));
  });
}

function readForm(sent: Record<string, unknown>): { name: string; password: string; to: string } {
  const text = (field: string) => (typeof sent[field] === 'string' ? sent[field] : '');
  return { name: text('name').trim(), password: text('password'), to: text('to') };
}

/** `dana` of `dana`, `dana@example.test` and `EXAMPLE\dana`: one account is not guessed under three names. */
const accountOf = (name: string): string => (name.toLowerCase().split('\\').at(-1) ?? '').split('@')[0] ?? '';

function form(
  c: Context,
  status: 200 | 401 | 403 | 429,
  to: string,
  problem?: PasswordRefusal | 'too-many' | 'foreign',
) {
  const { language, signIn: texts } = textsFor(c);
  const alert = problem ? html`<p role="alert" id="problem">${texts.problem[problem]}</p>` : html``;
  return page(
    c,
    status,
    texts.title,
    html`${alert}
<form method="post" action="${SIGN_IN}">
<input type="hidden" name="to" value="${to}">
<label for="name">${texts.name}</label>
<input id="name" name="name" autocomplete="username" autocapitalize="none" spellcheck="false" required autofocus>
<label for="password">${texts.password}</label>
<input id="password" name="password" type="password" autocomplete="current-password" required>
<button>${texts.send}</button>
</form>
<p>${texts.whose}</p>`,
    language,
  );
}

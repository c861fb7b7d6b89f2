import { html } from 'hono/html';
import { document, type Html } from '../kit/page.ts';
import type { Reply } from './state.ts';

async function asReply(status: number, title: string, content: Html): Promise<Reply> {
  return { status, html: String(await document(title, content)) };
}

/** What never goes back to the program that asked: it may not be the one it says. */
export const refusedPage = (why: string): Promise<Reply> =>
  asReply(400, 'This sign-in cannot go on', html`<p>${why}</p>`);

const NAME_AND_PASSWORD = html`<label for="username">Name</label>
<input id="username" name="username" autocomplete="username" autocapitalize="none" required autofocus>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required>`;

const HINT = html`<p class="faint">This is the sandbox: dana asks, lee leads, sam is support, olga operates, cora owns the
cost centre CC-1042, ada audits. The password of dana is Sandbox-dana-1, and so on.</p>`;

const alert = (problem: string | undefined) => (problem ? html`<p role="alert">${problem}</p>` : html``);

/** Where somebody types name and password. */
export const signInPage = (transaction: string, problem?: string): Promise<Reply> =>
  asReply(
    problem ? 401 : 200,
    'Sign in',
    html`<h1>Sign in</h1>
${alert(problem)}
<form class="wide" method="post" action="/authorize">
<input type="hidden" name="transaction" value="${transaction}">
${NAME_AND_PASSWORD}
<button>Sign in</button>
</form>
${HINT}`,
  );

/** Where somebody lets a device in by the code that it shows. */
export const devicePage = (userCode: string, problem?: string): Promise<Reply> =>
  asReply(
    problem ? 401 : 200,
    'Sign in a device',
    html`<h1>Sign in a device</h1>
${alert(problem)}
<form class="wide" method="post" action="/device">
<label for="user_code">Code</label>
<input id="user_code" name="user_code" value="${userCode}" required>
${NAME_AND_PASSWORD}
<button name="verdict" value="allow">Let it in</button>
<button name="verdict" value="deny">Refuse</button>
</form>
${HINT}`,
  );

export const deviceDonePage = (isIn: boolean): Promise<Reply> =>
  asReply(
    200,
    isIn ? 'The device is signed in' : 'The device is refused',
    html`<h1>${isIn ? 'The device is signed in' : 'The device is refused'}</h1><p>You can close this page.</p>`,
  );

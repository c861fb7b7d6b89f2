import type { Hono } from 'hono';
import { html } from 'hono/html';
import { REFERENCE } from '../../domain/naming.ts';
import type { ApiDeps } from '../deps.ts';
import { page } from './page.ts';

/**
 * Where every message links to. Whoever opens it has not signed in, so it looks nothing up and says the same about
 * references that exist and that do not.
 */
export function addRequestPage(app: Hono, deps: Pick<ApiDeps, 'config'>): void {
  app.get('/requests/:reference', (c) => {
    const reference = c.req.param('reference').toUpperCase();
    if (!REFERENCE.test(reference)) {
      return page(c, 404, 'There is no such request', html`<p>The link may have lost its end in the mail.</p>`);
    }
    return page(
      c,
      200,
      `Request ${reference}`,
      html`<p>What stands in a request is for its people only, so this page shows nothing without a sign-in.</p>
<h2>See how far it is</h2>
<p>In a terminal, with a token of your organisation's sign-in:</p>
<pre><code>export BERTH_API=${deps.config.publicUrl}
export BERTH_TOKEN=…
berth status ${reference}</code></pre>
<p>It says whom the request waits for, and what that person types next.</p>
<h2>Without a terminal</h2>
<p>Answer the mail that brought you here: your answer reaches the request. Support helps with the reference
<strong>${reference}</strong>.</p>`,
    );
  });
}

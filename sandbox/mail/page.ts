/* A plain page for each mailbox: its mails, one mail, and a form to write one as a person of the sandbox. */
import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { document, type Html } from '../kit/page.ts';
import { PEOPLE } from '../people.ts';
import { withoutPlus } from './headers.ts';
import type { DeliveredMail } from './read.ts';

/** A mail that somebody wrote on the page. */
export interface WrittenMail {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** Message-ID of the mail it answers. */
  readonly inReplyTo?: string;
}

export interface PageDeps {
  readonly addresses: readonly string[];
  received(address: string): readonly DeliveredMail[];
  /** Where a mail lies now, e.g. `INBOX`. */
  folderOf(address: string, mail: DeliveredMail): string | undefined;
  /** Hands the mail to the SMTP server as its sender would. @throws Error with the server's refusal. */
  send(mail: WrittenMail): Promise<void>;
}

/** Nothing runs, nothing is loaded from elsewhere. Styles may stand anywhere, since mails bring theirs. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'";
/** A mail's HTML may open its links in a new tab, and nothing else. */
const CAGE = 'allow-popups allow-popups-to-escape-sandbox';

const WRITERS = Object.values(PEOPLE).map(({ name, mail }) => ({ name, mail }));

const EXAMPLE = `project: ledger
title: Ledger
lead: lee@example.test
cost-centre: CC-1042
reason: A place for the new ledger.
`;

export function pageRoutes(deps: PageDeps): Hono {
  const routes = new Hono();
  routes.get('/', (c) => answer(c, 'Mail of the sandbox', mailboxes(deps, c.req.query())));
  routes.post('/send', (c) => send(deps, c));
  routes.get('/:address', (c) => {
    const address = c.req.param('address');
    if (!deps.addresses.includes(address)) return missing(c);
    return answer(c, `Mail of ${address}`, mailList(deps, address, c.req.query()));
  });
  routes.get('/:address/:number', (c) => {
    const mail = find(deps, c);
    const { address, number } = c.req.param();
    return mail ? answer(c, mail.subject || '(no subject)', oneMail(mail, address, number)) : missing(c);
  });
  routes.get('/:address/:number/html', (c) => {
    const mail = find(deps, c);
    return mail ? cagedHtml(c, mail) : missing(c);
  });
  return routes;
}

function answer(c: Context, title: string, content: Html, status: 200 | 404 | 422 = 200): Response | Promise<Response> {
  const page = document(title, content, 'iframe{width:100%;height:70vh;border:1px solid #8886;background:#fff}');
  const policy = `${POLICY}; frame-src 'self'; form-action 'self'; frame-ancestors 'none'`;
  return c.html(page, status, { 'content-security-policy': policy, 'referrer-policy': 'no-referrer' });
}

const missing = (c: Context) => answer(c, 'Not here', html`<h1>There is no such mail</h1>${HOME}`, 404);

const HOME = html`<p><a href="/">All mailboxes</a></p>`;

/** Mails are numbered from 1 in the order in which they came. */
function find(deps: PageDeps, c: Context): DeliveredMail | undefined {
  return deps.received(c.req.param('address') ?? '')[Number(c.req.param('number')) - 1];
}

/** Caged by its own answer too, so that it is harmless even when opened outside its frame. */
function cagedHtml(c: Context, { html: body }: DeliveredMail): Response {
  return c.body(`<!doctype html><base target="_blank">${body}`, 200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': `sandbox ${CAGE}; ${POLICY}; form-action 'none'; frame-ancestors 'self'`,
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  });
}

function mailboxes(deps: PageDeps, query: Record<string, string>): Html {
  const lines = deps.addresses.map(
    (address) => html`<li><a href="/${address}">${address}</a> (${deps.received(address).length})</li>`,
  );
  return html`<h1>Mail of the sandbox</h1>
${told(query)}
<h2>Mailboxes</h2>
<ul>${lines}</ul>
${form({ from: PEOPLE.dana.mail, to: 'requests@example.test', subject: 'New project: Ledger', text: EXAMPLE })}`;
}

const told = ({ sent }: Record<string, string>) =>
  sent === undefined ? html`` : html`<p class="told" role="status">Your mail to ${sent} was sent.</p>`;

function mailList(deps: PageDeps, address: string, query: Record<string, string>): Html {
  const lines = deps.received(address).map((mail, index) => listed(deps, address, mail, index + 1));
  return html`<h1>Mail of ${address}</h1>
${told(query)}
${lines.length === 0 ? html`<p>Nothing yet.</p>` : lines.toReversed()}
${HOME}`;
}

function listed(deps: PageDeps, address: string, mail: DeliveredMail, number: number): Html {
  const folder = deps.folderOf(address, mail);
  return html`<article><a href="/${address}/${number}"><strong>${mail.subject || '(no subject)'}</strong></a>
<div class="faint">${mail.from || '(no sender)'} · ${time(mail)}${folder && folder !== 'INBOX' ? ` · in ${folder}` : ''}</div></article>`;
}

const time = ({ date }: DeliveredMail) =>
  date ? html`<time datetime="${date}">${date.slice(0, 19).replace('T', ' ')} UTC</time>` : 'no date';

function oneMail(mail: DeliveredMail, address: string, number: string): Html {
  const shown = mail.html
    ? html`<h2>As HTML</h2><iframe sandbox="${CAGE}" title="The mail as HTML" src="/${address}/${number}/html"></iframe>`
    : '';
  return html`<h1>${mail.subject || '(no subject)'}</h1>
<p class="faint">From ${mail.from || '(nobody)'}<br>To ${mail.to}<br>${time(mail)}</p>
<pre class="prose">${linked(mail.text)}</pre>
${shown}
<details><summary>Answer it</summary>${form(answerTo(mail, address))}</details>
<details><summary>Source</summary><pre>${mail.raw}</pre></details>
<p><a href="/${address}">Back to the mailbox</a></p>`;
}

/** Addresses of the web become links; what ends a sentence belongs to the sentence. */
function linked(text: string): Html {
  const parts = text.split(/(https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]])/);
  return html`${parts.map((part, i) => (i % 2 === 1 ? html`<a href="${part}">${part}</a>` : part))}`;
}

function answerTo(mail: DeliveredMail, address: string): WrittenMail {
  const subject = /^re:/i.test(mail.subject) ? mail.subject : `Re: ${mail.subject}`;
  const to = /[^\s<>]+@[^\s<>]+/.exec(mail.from)?.[0] ?? '';
  return { from: address, to, subject, text: '', inReplyTo: mail.messageId };
}

function form(mail: WrittenMail): Html {
  const people = WRITERS.map(
    (p) =>
      html`<option value="${p.mail}" ${p.mail === withoutPlus(mail.from) ? 'selected' : ''}>${p.name}, ${p.mail}</option>`,
  );
  return html`<h2>Write a mail</h2>
<form class="wide" method="post" action="/send">
<label>From <select name="from">${people}</select></label>
<label>To <input name="to" type="email" required value="${mail.to}"></label>
<label>Subject <input name="subject" value="${mail.subject}"></label>
<label>Text <textarea name="text" required>
${mail.text}</textarea></label>
${mail.inReplyTo ? html`<input type="hidden" name="inReplyTo" value="${mail.inReplyTo}">` : ''}
<button>Send</button>
</form>`;
}

async function send(deps: PageDeps, c: Context): Promise<Response> {
  const { from = '', to = '', subject = '', text = '', inReplyTo } = await c.req.parseBody<Record<string, string>>();
  const mail = { from, to, subject, text, ...(inReplyTo ? { inReplyTo } : {}) };
  const problem = await deps.send(mail).then(
    () => undefined,
    (error: Error) => error.message,
  );
  if (problem === undefined) return c.redirect(`/?sent=${encodeURIComponent(to)}`, 303);
  const told = html`<h1>The mail was not sent</h1><p class="told" role="alert">${problem}</p>`;
  return answer(c, 'The mail was not sent', html`${told}${form(mail)}${HOME}`, 422);
}

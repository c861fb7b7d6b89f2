import { Hono } from 'hono';
import { html } from 'hono/html';
import { document, type Html } from '../kit/page.ts';
import type { Acts } from './acts.ts';
import type { Block } from './block.ts';
import type { Env } from './env.ts';
import type { HomeClick } from './home.ts';
import { directOf, type Message, type Store, TEAM_CHANNEL, USERS } from './store.ts';
import type { OpenView, ViewInput } from './views.ts';

/** One plain page: the channel, the direct messages and the open forms of a person, which work as that person. */
export function pageRoutes(store: Store, acts: Acts): Hono<Env> {
  const routes = new Hono<Env>();
  routes.get('/', (c) => c.html(page(store, c.req.query('as') ?? 'U0LEE', c.req.query('told') ?? '')));
  routes.post('/click', async (c) => {
    const { person = '', channel = '', ts = '', actionId = '' } = await c.req.parseBody<Record<string, string>>();
    const status = await acts.click({ person, channel, ts, actionId }).catch((error: Error) => error.message);
    return c.redirect(pageOf(person, `Berth answered ${status}`), 303);
  });
  routes.post('/home', async (c) => {
    const { person = '', pressed = '' } = await c.req.parseBody<Record<string, string>>();
    const act =
      pressed === '' ? () => acts.openHome(person) : () => acts.clickHome({ person, ...readPressed(pressed) });
    const status = await act().catch((error: Error) => error.message);
    return c.redirect(pageOf(person, `Berth answered ${status}`), 303);
  });
  routes.post('/command', async (c) => {
    const { person = '', text = '' } = await c.req.parseBody<Record<string, string>>();
    const said = await acts.command(person, text).catch((error: Error) => error.message);
    return c.redirect(pageOf(person, said === '' ? 'Berth answered nothing' : 'Berth answered'), 303);
  });
  routes.post('/submit', async (c) => {
    const { person = '', view = '', ...written } = await c.req.parseBody<Record<string, string>>();
    const sent = await acts.submit({ person, view, written }).catch((error: Error) => error.message);
    const told = typeof sent === 'string' ? sent : sent.closed ? 'Sent' : 'Not sent: see what is wrong';
    return c.redirect(pageOf(person, told), 303);
  });
  routes.post('/cancel', async (c) => {
    const { person = '', view = '' } = await c.req.parseBody<Record<string, string>>();
    if (store.views().some((open) => open.id === view && open.person === person)) store.closeView(view);
    return c.redirect(pageOf(person, 'Cancelled'), 303);
  });
  return routes;
}

const pageOf = (person: string, told: string) => `/?as=${encodeURIComponent(person)}&told=${encodeURIComponent(told)}`;

function page(store: Store, as: string, told: string): Html {
  const people = USERS.map(
    (u) => html`<option value="${u.slack}" ${u.slack === as ? 'selected' : ''}>${u.name}</option>`,
  );
  const sections = [
    { name: '#berth', channel: TEAM_CHANNEL },
    { name: 'Direct messages with Berth', channel: directOf(as) },
  ];
  return document(
    'Slack of the sandbox',
    html`<h1>Slack of the sandbox</h1>
<form><label>You are <select name="as">${people}</select></label><button>Look again</button></form>
${told ? html`<p class="told" role="status">${told}</p>` : ''}
${store.views().map((open) => (open.person === as ? showView(open) : ''))}
${showHome(store, as)}
<form method="post" action="/command"><input type="hidden" name="person" value="${as}">
<label>/berth <input name="text" placeholder="help"></label><button>Send</button></form>
${sections.map(({ name, channel }) => html`<h2>${name}</h2>${list(store, channel, as)}`)}`,
  );
}

/** What a button of the tab is: buttons of one action differ in their value. */
const readPressed = (pressed: string): Omit<HomeClick, 'person'> => {
  const [actionId, value] = JSON.parse(pressed) as [string, string?];
  return { actionId, ...(value === undefined ? {} : { value }) };
};

function showHome(store: Store, as: string): Html {
  const home = store.home(as);
  const blocks = (home?.blocks ?? []).map((block) =>
    block.type === 'actions' ? homeButtons(block['elements'] as Button[], as) : showTexts(block),
  );
  return html`<details ${home ? 'open' : ''}><summary>Home of Berth</summary>
<form method="post" action="/home"><input type="hidden" name="person" value="${as}"><button>Open</button></form>
${blocks}</details>`;
}

function homeButtons(elements: readonly Button[], as: string): Html {
  const all = elements.map(({ action_id, value, url, text }) =>
    url
      ? html`<a href="${url}">${text.text}</a> `
      : html`<button name="pressed" value="${JSON.stringify([action_id, value])}">${text.text}</button> `,
  );
  return html`<form method="post" action="/home"><input type="hidden" name="person" value="${as}">${all}</form>`;
}

function showView(open: OpenView): Html {
  const { id, person, view, inputs, errors } = open;
  const texts = view.blocks.flatMap((block) => (block.type === 'section' && block.text ? [block.text.text] : []));
  return html`<section class="card" aria-labelledby="${id}"><h2 id="${id}">${view.title.text}</h2>
${texts.map((text) => html`<div class="fields"><div>${mrkdwn(text)}</div></div>`)}
<form class="wide" method="post" action="/submit"><input type="hidden" name="person" value="${person}">
<input type="hidden" name="view" value="${id}">
${inputs.map((input) => field(input, errors[input.block_id]))}
<button>${view.submit?.text ?? 'Done'}</button>
<button formaction="/cancel" formnovalidate>${view.close?.text ?? 'Cancel'}</button></form></section>`;
}

function field({ block_id, label, optional, maxLength }: ViewInput, error: string | undefined): Html {
  return html`<label>${label}${error ? html`<p class="told" role="alert">${error}</p>` : ''}
<textarea name="${block_id}" maxlength="${maxLength}" ${optional ? '' : 'required'}></textarea></label>`;
}

function list(store: Store, channel: string, as: string): Html {
  const seen = store.all().filter((m) => m.channel === channel && (!m.ephemeralTo || m.ephemeralTo === as));
  if (seen.length === 0) return html`<p class="faint">Nothing yet.</p>`;
  return html`${seen.toReversed().map((message) => show(message, as))}`;
}

function show(message: Message, as: string): Html {
  const note = message.ephemeralTo ? 'only you see this' : message.edited ? 'edited' : '';
  const blocks = message.blocks.map((block) => showBlock(block, message, as));
  return html`<article>${blocks.length > 0 ? blocks : html`<p>${mrkdwn(message.text)}</p>`}<span class="faint">${note}</span></article>`;
}

interface Text {
  readonly text: string;
}
interface Button {
  readonly action_id: string;
  readonly text: Text;
  readonly value?: string;
  readonly url?: string;
}

function showBlock(block: Block, message: Message, as: string): Html {
  return block.type === 'actions' ? buttons(block['elements'] as Button[], message, as) : showTexts(block);
}

function showTexts(block: Block): Html {
  const { text, fields, elements } = block as Block & { text?: Text; fields?: Text[]; elements?: unknown[] };
  const texts = [text, ...(fields ?? []), ...((elements ?? []) as Text[])].filter((t) => t !== undefined);
  return html`<div class="${fields ? 'fields' : block.type === 'context' ? 'faint' : ''}">${texts.map((t) => html`<div>${mrkdwn(t.text)}</div>`)}</div>`;
}

function buttons(elements: readonly Button[], { channel, ts }: Message, as: string): Html {
  const all = elements.map((b) => html`<button name="actionId" value="${b.action_id}">${b.text.text}</button> `);
  return html`<form method="post" action="/click"><input type="hidden" name="person" value="${as}">
<input type="hidden" name="channel" value="${channel}"><input type="hidden" name="ts" value="${ts}">${all}</form>`;
}

/** Links, times and bold of mrkdwn; its entities are those of HTML, everything else is escaped. */
function mrkdwn(text: string): Html {
  const timed = text.replace(/<!date\^\d+\^[^|>]+\|([^>]+)>/g, '$1');
  const parts = timed.split(/(<https?:[^|>]+\|[^>]+>|\*[^*\n]+\*)/);
  return html`${parts.map((part) => {
    const link = /^<([^|]+)\|(.+)>$/.exec(part);
    if (link) return html`<a href="${unescape(link[1] ?? '')}">${unescape(link[2] ?? '')}</a>`;
    return /^\*.+\*$/.test(part) ? html`<strong>${unescape(part.slice(1, -1))}</strong>` : unescape(part);
  })}`;
}

const unescape = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

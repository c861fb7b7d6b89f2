import { Hono } from 'hono';
import { html } from 'hono/html';
import { document, type Html } from '../kit/page.ts';
import { pullRequest } from './format.ts';
import { changedPaths, mergeBase, patchOf } from './history.ts';
import { type Call, type Env, type Hub, pullOf } from './hub.ts';
import { markdown } from './markdown.ts';
import { submitReview } from './reviews.ts';
import { FLEET, type Pull } from './state.ts';

/** One plain page for a pull request, where anybody at this machine may review as a person of the sandbox. */
export function pageRoutes(hub: Hub): Hono<Env> {
  const routes = new Hono<Env>();
  routes.get(`/${FLEET}/pull/:number`, (call) => show(hub, call));
  routes.post(`/${FLEET}/pull/:number/review`, async (call) => {
    const pull = pullOf(hub, call);
    const { login, event, body } = await call.req.parseBody<Record<string, string>>();
    await submitReview(hub, hub.accounts.userOf(login ?? ''), pull, event, body ?? '');
    return call.redirect(`/${FLEET}/pull/${pull.number}`, 303);
  });
  return routes;
}

async function show(hub: Hub, call: Call): Promise<Response> {
  const pull = pullOf(hub, call);
  const standing = pull.state === 'open' ? `open (${(await pullRequest(hub, pull)).mergeable_state})` : closing(pull);
  const reviews = hub.state.reviews.filter((review) => review.pull === pull.number);
  const content = html`<h1>${pull.title} <small>#${pull.number}</small></h1>
<p>${standing} · ${pull.author} wants to merge <code>${pull.head}</code> at <code>${pull.headSha.slice(0, 10)}</code> into <code>${pull.base}</code></p>
<div class="card">${markdown(pull.body ?? '')}</div>
<h2>Reviews</h2>
${reviews.length === 0 ? html`<p>None yet.</p>` : html`<ul>${reviews.map((review) => html`<li>${review.login}: ${review.state} ${review.body}</li>`)}</ul>`}
${pull.state === 'open' ? reviewForm(hub, pull) : ''}
<h2>Files</h2>
${await files(hub, pull)}`;
  return call.html(document(`#${pull.number} ${pull.title}`, content));
}

const closing = ({ merged }: Pull) => (merged ? 'merged' : 'closed');

function reviewForm(hub: Hub, pull: Pull): Html {
  const people = hub.accounts.logins().map((login) => html`<option>${login}</option>`);
  return html`<form class="wide" method="post" action="/${FLEET}/pull/${pull.number}/review">
<label>As <select name="login">${people}</select></label>
<label>Comment <input name="body"></label>
<button name="event" value="APPROVE">Approve</button>
<button name="event" value="REQUEST_CHANGES">Request changes</button>
</form>`;
}

async function files(hub: Hub, pull: Pull) {
  const from = pull.merged ? `${pull.merged.sha}^1` : pull.base;
  const base = await mergeBase(hub.git, from, pull.headSha);
  if (!base) return html`<p>The branches have nothing in common.</p>`;
  const changed = await changedPaths(hub.git, base, pull.headSha);
  const shown = changed.map(async ({ path, status }) => {
    const patch = await patchOf(hub.git, base, pull.headSha, path);
    return html`<details><summary><code>${path}</code> ${status}</summary><pre>${patch}</pre></details>`;
  });
  return Promise.all(shown);
}

import { Hono } from 'hono';
import type { Actor } from './auth.ts';
import { frame } from './branch-events.ts';
import { GithubError, notFound } from './errors.ts';
import { pullRequest, review } from './format.ts';
import { bodyOf, type Call, type Env, type Hub, need, optional, pullOf, required } from './hub.ts';
import { page } from './paging.ts';
import { nextId, now, type Pull, type Review } from './state.ts';

/** Reviews: submit, list, dismiss; and asking for them. */
export function reviewRoutes(hub: Hub): Hono<Env> {
  const routes = new Hono<Env>();
  routes.get('/pulls/:number/reviews', (call) => {
    const { number } = pullOf(hub, call);
    const all = hub.state.reviews.filter((found) => found.pull === number);
    return call.json(page(hub, call, all).map((found) => review(hub, found)));
  });
  routes.post('/pulls/:number/reviews', async (call) => {
    const body = await bodyOf(call);
    const event = optional(body, 'event');
    const text = optional(body, 'body') ?? '';
    const made = await submitReview(
      hub,
      call.get('actor'),
      pullOf(hub, call),
      event,
      text,
      optional(body, 'commit_id'),
    );
    return call.json(review(hub, made));
  });
  routes.put('/pulls/:number/reviews/:id/dismissals', (call) => dismiss(hub, call));
  routes.post('/pulls/:number/requested_reviewers', (call) => askReviewers(hub, call));
  return routes;
}

const STATES: Readonly<Record<string, Review['state']>> = {
  APPROVE: 'APPROVED',
  REQUEST_CHANGES: 'CHANGES_REQUESTED',
  COMMENT: 'COMMENTED',
};

/** Reviews as `actor`; the author may only comment. */
export async function submitReview(
  hub: Hub,
  actor: Actor,
  pull: Pull,
  event: string | undefined,
  body: string,
  commit?: string,
): Promise<Review> {
  need(actor, 'read');
  const state = STATES[event ?? ''];
  if (!state) throw new GithubError(501, 'The sandbox has no pending reviews: say APPROVE, REQUEST_CHANGES or COMMENT');
  if (actor.login === pull.author && state !== 'COMMENTED') {
    const verb = state === 'APPROVED' ? 'approve' : 'request changes on';
    throw new GithubError(422, 'Unprocessable Entity', [`Can not ${verb} your own pull request`]);
  }
  if (state !== 'APPROVED' && body === '') {
    throw new GithubError(422, 'Unprocessable Entity', ['Body is required for this event']);
  }
  const at = now();
  const made = {
    id: nextId(hub.state),
    pull: pull.number,
    login: actor.login,
    state,
    body,
    commit: commit ?? pull.headSha,
    at,
  };
  hub.state.reviews.push(made);
  pull.updatedAt = at;
  pull.reviewers = pull.reviewers.filter((login) => login !== actor.login);
  await announce(hub, actor, pull, 'submitted', made);
  return made;
}

async function announce(hub: Hub, actor: Actor, pull: Pull, action: string, found: Review): Promise<void> {
  const shown = { ...review(hub, found), state: found.state.toLowerCase() };
  const payload = { action, review: shown, pull_request: await pullRequest(hub, pull), ...frame(hub, actor) };
  hub.hooks.send('pull_request_review', payload);
}

async function dismiss(hub: Hub, call: Call): Promise<Response> {
  const actor = call.get('actor');
  need(actor, 'write');
  const pull = pullOf(hub, call);
  const found = hub.state.reviews.find((r) => r.pull === pull.number && r.id === Number(call.req.param('id')));
  if (!found) throw notFound();
  required(await bodyOf(call), 'message');
  if (found.state === 'COMMENTED') throw new GithubError(422, 'Can not dismiss a commented pull request review');
  found.state = 'DISMISSED';
  pull.updatedAt = now();
  await announce(hub, actor, pull, 'dismissed', found);
  return call.json(review(hub, found));
}

async function askReviewers(hub: Hub, call: Call): Promise<Response> {
  need(call.get('actor'), 'write');
  const pull = pullOf(hub, call);
  const logins = ((await bodyOf(call)).reviewers ?? []) as string[];
  const wrong = logins.filter((login) => !hub.accounts.isMember(login) || login === pull.author);
  if (wrong.length > 0) {
    throw new GithubError(422, 'Reviews may only be requested from collaborators. One or more is not a collaborator.');
  }
  pull.reviewers = [...new Set([...pull.reviewers, ...logins])];
  return call.json(await pullRequest(hub, pull), 201);
}

import { startOnPull } from './actions/on-pull.ts';
import type { Actor } from './auth.ts';
import { pullRequest, repository, user } from './format.ts';
import { NO_OBJECT } from './git.ts';
import { isAncestor } from './history.ts';
import type { Hub } from './hub.ts';
import { now, type Pull } from './state.ts';

/** Fires the webhook of something that happened to a pull request, and what workflows do about it. */
export async function announcePull(hub: Hub, actor: Actor, action: string, pull: Pull, more = {}): Promise<void> {
  const pull_request = await pullRequest(hub, pull);
  hub.hooks.send('pull_request', { action, number: pull.number, pull_request, ...frame(hub, actor), ...more });
  await startOnPull(hub, actor.login, action, pull);
}

/** What every payload carries. */
export function frame(hub: Hub, actor: Actor): Record<string, unknown> {
  return {
    repository: repository(hub),
    organization: { login: 'example', id: 1 },
    sender: user(hub, actor.login),
    installation: { id: 5001 },
  };
}

/** What GitHub does once a branch has moved, whichever way: pull requests follow it, webhooks go out. */
export async function branchMoved(hub: Hub, actor: Actor, name: string, before: string, after: string): Promise<void> {
  hub.hooks.send('push', {
    ref: `refs/heads/${name}`,
    before,
    after,
    created: before === NO_OBJECT,
    deleted: after === NO_OBJECT,
    forced: false,
    pusher: { name: actor.login },
    ...frame(hub, actor),
  });
  for (const pull of hub.state.pulls.values()) {
    if (pull.state !== 'open') continue;
    if (pull.head === name) await headMoved(hub, actor, pull, after);
    else if (pull.base === name && after !== NO_OBJECT) await baseMoved(hub, actor, pull, after);
  }
}

/** Keeps the head readable after its branch is gone, as GitHub does with `refs/pull/<n>/head`. */
export async function keepHead(hub: Hub, pull: Pull): Promise<void> {
  await hub.git.run(['update-ref', `refs/pull/${pull.number}/head`, pull.headSha]);
}

async function headMoved(hub: Hub, actor: Actor, pull: Pull, after: string): Promise<void> {
  if (after === NO_OBJECT) return closePull(hub, actor, pull);
  const before = pull.headSha;
  pull.headSha = after;
  pull.baseSha = (await hub.git.resolve(`refs/heads/${pull.base}`)) ?? pull.baseSha;
  pull.updatedAt = now();
  await keepHead(hub, pull);
  await announcePull(hub, actor, 'synchronize', pull, { before, after });
}

/** A push to the base that contains the head merges the request, with no button pressed. */
async function baseMoved(hub: Hub, actor: Actor, pull: Pull, after: string): Promise<void> {
  if (!(await isAncestor(hub.git, pull.headSha, after))) return;
  await endMerged(hub, actor, pull, after);
}

export async function endMerged(hub: Hub, actor: Actor, pull: Pull, sha: string): Promise<void> {
  const at = now();
  pull.state = 'closed';
  pull.merged = { sha, by: actor.login, at };
  pull.updatedAt = at;
  await announcePull(hub, actor, 'closed', pull);
}

export async function closePull(hub: Hub, actor: Actor, pull: Pull): Promise<void> {
  const at = now();
  pull.state = 'closed';
  pull.closed = { by: actor.login, at };
  pull.updatedAt = at;
  await announcePull(hub, actor, 'closed', pull);
}

import { openFleet } from '../../clients/github-tree.ts';
import { REFERENCE } from '../../domain/naming.ts';
import type { RepositoryReadActivities } from '../contracts.ts';
import type { RepositoryDeps } from './deps.ts';

type Sweep = RepositoryReadActivities['sweepPullRequests'];

/** One page, newest first: what changed longer ago than its end was seen by an earlier sweep. */
const PAGE = 50;

/** Our pull requests that changed at or after `since`, and from when on to look next time: webhooks get lost. */
export async function sweepPullRequests(
  { github }: RepositoryDeps,
  { since }: Parameters<Sweep>[0],
): ReturnType<Sweep> {
  const { rest, at } = await openFleet(github);
  const newestFirst = { state: 'all', sort: 'updated', direction: 'desc', per_page: PAGE } as const;
  const { data: pulls } = await rest.pulls.list({ ...at, ...newestFirst });
  const changed = pulls.filter((pull) => pull.updated_at >= since);
  const references = changed.map((pull) => pull.head.ref.replace(/^berth\//, '')).filter((ref) => REFERENCE.test(ref));
  return { references: [...new Set(references)], until: pulls[0]?.updated_at ?? since };
}

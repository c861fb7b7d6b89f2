/* The check `berth/approval` of the pull request, which alone says whether it may be merged. */
import { describePending } from '../domain/approval-progress.ts';
import { approvedBy } from './approvals.ts';
import { repository } from './gateways.ts';
import { insist } from './insist.ts';
import { type Lifecycle, pullRequestOf } from './lifecycle.ts';

/** Each showing is a write to GitHub, and a request has few; who is missing stands in full on its page. */
const MOST_PENDING = 3;

/** Shows who is missing; not every time when many have to say yes. */
export async function showPending(life: Lifecycle): Promise<void> {
  const { headSha } = pullRequestOf(life);
  const { check, status } = life;
  const isSame = check?.headSha === headSha && check.state === 'pending';
  if (isSame && check.times >= MOST_PENDING) return;
  await show(life, 'pending', `Waiting for ${describePending(status.stages, status.decisions)}`);
}

/** Shows who approved. */
export const showApproved = (life: Lifecycle): Promise<void> => show(life, 'success', approvedBy(life));

/** Shows why this head is not to be merged, while something else is being made of it. */
export const showRefused = (life: Lifecycle, reason: string): Promise<void> => show(life, 'failure', reason);

/** A description has room for 140 characters. */
async function show(life: Lifecycle, state: 'pending' | 'success' | 'failure', description: string): Promise<void> {
  await insist(life, 'GitHub', () => {
    const { number, headSha } = pullRequestOf(life);
    return repository.mirrorApproval({ number, headSha, state, description });
  });
  const { headSha } = pullRequestOf(life);
  const times = life.check?.headSha === headSha ? life.check.times + 1 : 1;
  life.check = { headSha, state, times };
}

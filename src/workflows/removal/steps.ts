/* What the steps of a request are when it removes: the same names, and where nothing is to be done, why. */

import { type Lifecycle, planOf, StepSkipped } from '../lifecycle.ts';
import { initiateRequest } from '../steps/1-request-initiation.ts';
import { openPullRequest } from '../steps/4-git-pr-creation.ts';
import { decide } from '../steps/5-approval-workflow.ts';
import { ONLY_FORWARD } from '../undo-change.ts';
import { endIfWithdrawn } from '../waiting.ts';
import { lockEnvironment } from './lock.ts';

/** As for any request; then the environment is locked, so that a second removal is refused at once. */
export async function initiateRemoval(life: Lifecycle): Promise<void> {
  await initiateRequest(life);
  await lockEnvironment(life);
}

export const leaveAccounts = (): Promise<void> =>
  Promise.reject(new StepSkipped('accounts are put away at the end, when nobody needs them any more'));

export const selectNothing = (): Promise<void> =>
  Promise.reject(new StepSkipped('what stands is what goes: there is nothing to choose'));

/** Rendered again, it is not approved yet. */
export async function proposeRemoval(life: Lifecycle): Promise<void> {
  life.committed = false;
  await openPullRequest(life);
}

export const decideRemoval = (life: Lifecycle): Promise<void> => decide(life, commit);

/** What Flux removes nobody brings back: a withdrawal that was in time counts, a later one is refused. */
function commit(life: Lifecycle): void {
  endIfWithdrawn(life);
  life.committed = true;
}

/** From here on ending the request takes nothing back, and says how it stands. */
export function goOnlyForward(life: Lifecycle): void {
  const { environment } = planOf(life);
  life.undo.drop('change');
  life.undo.drop(environment);
  life.undo.register({ what: environment, run: () => Promise.reject(new Error(ONLY_FORWARD)) });
}

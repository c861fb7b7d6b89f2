/* What people did to the pull request by hand, read from GitHub and answered by the rules of docs/lifecycle.md. */
import type { PullRequestState } from '../domain/change.ts';
import { mayDecide } from '../domain/seats.ts';
import { isApproved, stageOf, voidSome } from './approvals.ts';
import { showApproved, showPending } from './check.ts';
import { decisions, directory, repository, repositoryReads } from './gateways.ts';
import { showPlans } from './infrastructure-plans.ts';
import { insist, needPerson } from './insist.ts';
import { GoBack, type Lifecycle, plannedOf, planOf, pullRequestOf, RequestEnded } from './lifecycle.ts';
import { transition } from './transitions.ts';

/** Reads the pull request and acts on what has changed; reviews are queued as decisions. */
export async function readPullRequest(life: Lifecycle): Promise<PullRequestState> {
  life.inbox.githubHint = false;
  const { number, branch } = pullRequestOf(life);
  const state = await insist(life, 'GitHub', () =>
    repositoryReads.readPullRequest({ ...plannedOf(life), number, branch }),
  );
  if (state.state === 'merged') await mergedByHand(life, state);
  if (state.state === 'closed' && state.branchExists) await closedByHand(life, state);
  if (state.state !== 'merged' && !state.branchExists) await restoreBranch(life);
  if (state.headSha !== pullRequestOf(life).headSha && state.branchExists) await headMoved(life, state);
  if (state.state === 'open') {
    voidDismissed(life, state);
    await queueReviews(life, state);
  }
  return state;
}

/** A merge without the decisions applies nothing: an operator looks at it. With them, the request goes on from it. */
async function mergedByHand(life: Lifecycle, state: PullRequestState): Promise<void> {
  if (life.status.mergeSha || (isApproved(life) && state.specMatches)) return;
  const how = isApproved(life) ? 'with other content than was decided about' : 'without the decisions';
  const message = `${state.endedBy ?? 'Somebody'} merged pull request #${pullRequestOf(life).number} ${how}. Nothing is applied. Undo it by a revert pull request, or decide and retry.`;
  await needPerson(life, { type: 'UnapprovedMerge', message });
}

/** Closing is the rejection of somebody who may decide; anybody else's is a question for the lead. */
async function closedByHand(life: Lifecycle, state: PullRequestState): Promise<void> {
  const login = state.endedBy ?? '';
  const person = login ? await insist(life, 'the directory', () => directory.findPerson({ githubLogin: login })) : null;
  const asked = stageOf(life);
  const stages = asked ? [asked] : life.status.stages;
  const may = stages.some((stage) => person && mayDecide(person.id, stage));
  if (may) throw new RequestEnded('rejected', `${person?.id} closed the pull request`);
  const message = `${login || 'Somebody'} closed pull request #${pullRequestOf(life).number} but may not decide. Retry opens it again; undo ends the request.`;
  await needPerson(life, { type: 'ContentChanged', message });
  throw new GoBack('GIT_PR_CREATION', 'The pull request is opened again');
}

/** GitHub closes a pull request itself when its branch is deleted, so a missing branch is no rejection. */
async function restoreBranch(life: Lifecycle): Promise<void> {
  const { branch, headSha } = pullRequestOf(life);
  await insist(life, 'GitHub', () => repository.restoreBranch({ branch, headSha }));
  transition(life, {}, `The branch ${branch} had been deleted and is back`);
}

/** Equal paths keep the decisions; other content voids them, and somebody says whether to render again. */
async function headMoved(life: Lifecycle, state: PullRequestState): Promise<void> {
  const { headSha } = state;
  if (!state.specMatches) {
    await needPerson(life, {
      type: 'ContentChanged',
      message: `The branch now holds other content than ${planOf(life).specHash}; decisions about it are void. Retry renders it again; undo ends the request.`,
    });
    throw new GoBack('GIT_PR_CREATION', 'The content is rendered again');
  }
  transition(
    life,
    { pullRequest: { ...pullRequestOf(life), headSha } },
    `The branch was updated to ${headSha.slice(0, 7)}; our paths are equal, decisions stand`,
  );
  await (isApproved(life) ? showApproved(life) : showPending(life));
  await showPlans(life);
}

/**
 * A review that was dismissed counts no more: its stage is asked again.
 * @throws GoBack when the stages had all passed.
 */
function voidDismissed(life: Lifecycle, { reviews }: PullRequestState): void {
  const dismissed = reviews.filter(({ verdict }) => verdict === 'dismissed').map(({ id }) => idOf(id));
  const why = 'the review was dismissed on GitHub';
  const voided = voidSome(life, ({ decision }) => (dismissed.includes(decision.id) ? why : undefined));
  if (voided.length > 0 && !life.deciding)
    throw new GoBack('GIT_PR_CREATION', `An approval no longer counts: ${why}`, { keepsDecisions: true });
}

/** By which a review counts once. */
const idOf = (review: string) => `github-${review}`;

/** Reviews of people whose turn comes later are left for then. */
async function queueReviews(life: Lifecycle, { reviews }: PullRequestState): Promise<void> {
  const stage = stageOf(life);
  if (!stage || !life.deciding) return;
  const { stages } = life.status;
  const fresh = reviews.filter(
    (review) => review.verdict !== 'dismissed' && !life.inbox.seenDecisions.includes(idOf(review.id)),
  );
  if (fresh.length === 0) return;
  const input = {
    reference: life.input.reference,
    specHash: planOf(life).specHash,
    reviews: fresh,
    stages: stages.slice(stages.indexOf(stage)),
    headSha: pullRequestOf(life).headSha,
  };
  const found = await insist(life, 'the directory', () => decisions.decisionsFromReviews(input));
  const read = fresh.filter(({ id }) => !found.early.includes(id));
  life.inbox.seenDecisions.push(...read.map(({ id }) => idOf(id)));
  life.inbox.decisions.push(...found.decisions);
}

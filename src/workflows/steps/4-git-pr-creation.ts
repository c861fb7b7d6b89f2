import { assess, keepsPlans, planChange, takeOver } from '../assessing.ts';
import { repository } from '../gateways.ts';
import { planInfrastructure, showPlans } from '../infrastructure-plans.ts';
import { insist } from '../insist.ts';
import { type Lifecycle, plannedOf } from '../lifecycle.ts';
import { closeQuestion } from '../question.ts';
import { reserveRoom } from '../room.ts';
import { transition } from '../transitions.ts';
import { undoChangeAtEnd } from '../undo-change.ts';

const CONTENT_CHANGED = 'The change has become another: look at it again';

/** The change is rendered, priced and assessed, and stands as a pull request at a known head. */
export async function openPullRequest(life: Lifecycle): Promise<void> {
  const seen = life.status.plan;
  const plan = await reserveRoom(life, await planChange(life));
  const approval = await assess(life, plan);
  if (seen && seen.specHash !== plan.specHash) closeQuestion(life, CONTENT_CHANGED);
  takeOver(life, plan, approval);
  transition(life, { placements: plan.placements.map(({ cluster }) => ({ cluster, state: 'pending' })) });
  undoChangeAtEnd(life);
  const { policy, stages, autoApproval } = approval;
  const proposed = { ...plannedOf(life), approval: { policy, stages, autoApproval } };
  const pullRequest = await insist(life, 'GitHub', () => repository.proposeChange(proposed));
  const cost = `${plan.cost.delta >= 0 ? '+' : ''}${plan.cost.delta.toFixed(2)} ${plan.cost.currency} a month`;
  transition(
    life,
    { pullRequest },
    `Pull request #${pullRequest.number} at ${pullRequest.headSha.slice(0, 7)} (${cost})`,
  );
  // Plans belong to the decisions: where those stand, so do the plans they were made on.
  await (keepsPlans(life, seen) ? showPlans(life) : planInfrastructure(life));
}

import { costDelta } from '../../domain/change-text.ts';
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
  const { number, headSha } = pullRequest;
  const told = `Pull request #${number} at ${headSha.slice(0, 7)} (${costDelta(plan.cost)})`;
  transition(life, { pullRequest }, told);
  // Plans belong to the decisions: where those stand, so do the plans they were made on.
  await (keepsPlans(life, seen) ? showPlans(life) : planInfrastructure(life));
}

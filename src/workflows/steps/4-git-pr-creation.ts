import { isApproved } from '../approvals.ts';
import { catalogue, repository } from '../gateways.ts';
import { planInfrastructure, showPlans } from '../infrastructure-plans.ts';
import { insist } from '../insist.ts';
import { type Lifecycle, plannedOf, selectedOf } from '../lifecycle.ts';
import { askAnew } from '../question.ts';
import { transition } from '../transitions.ts';
import { undoChangeAtEnd } from '../undo-change.ts';

const CONTENT_CHANGED = 'The fleet has changed under the request, so its content is another now';

/** The change is rendered and priced, and stands as a pull request at a known head. */
export async function openPullRequest(life: Lifecycle): Promise<void> {
  const seen = life.status.plan;
  const plan = await insist(life, 'the fleet repository', () => catalogue.planChange(selectedOf(life)));
  if (seen && seen.specHash !== plan.specHash) askAnew(life, life.askedAgain ?? CONTENT_CHANGED);
  transition(life, { plan, placements: plan.placements.map(({ cluster }) => ({ cluster, state: 'pending' })) });
  undoChangeAtEnd(life);
  const pullRequest = await insist(life, 'GitHub', () => repository.proposeChange(plannedOf(life)));
  const cost = `${plan.cost.delta >= 0 ? '+' : ''}${plan.cost.delta.toFixed(2)} ${plan.cost.currency} a month`;
  transition(
    life,
    { pullRequest },
    `Pull request #${pullRequest.number} at ${pullRequest.headSha.slice(0, 7)} (${cost})`,
  );
  // Plans belong to the decisions: where those stand, so do the plans they were made on.
  await (isApproved(life) ? showPlans(life) : planInfrastructure(life));
}

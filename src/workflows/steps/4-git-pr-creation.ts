import { catalogue, repository } from '../gateways.ts';
import { planInfrastructure } from '../infrastructure-plans.ts';
import { insist } from '../insist.ts';
import { type Lifecycle, plannedOf, selectedOf } from '../lifecycle.ts';
import { transition } from '../transitions.ts';
import { undoChangeAtEnd } from '../undo-change.ts';

/** The change is rendered and priced, and stands as a pull request at a known head. */
export async function openPullRequest(life: Lifecycle): Promise<void> {
  const plan = await insist(life, 'the fleet repository', () => catalogue.planChange(selectedOf(life)));
  transition(life, { plan, placements: plan.placements.map(({ cluster }) => ({ cluster, state: 'pending' })) });
  undoChangeAtEnd(life);
  const pullRequest = await insist(life, 'GitHub', () => repository.proposeChange(plannedOf(life)));
  const cost = `${plan.cost.delta >= 0 ? '+' : ''}${plan.cost.delta.toFixed(2)} ${plan.cost.currency} a month`;
  transition(
    life,
    { pullRequest },
    `Pull request #${pullRequest.number} at ${pullRequest.headSha.slice(0, 7)} (${cost})`,
  );
  await planInfrastructure(life);
}

import { branchName } from '../../domain/naming.ts';
import { PULL_REQUEST_UNDO } from '../compensation.ts';
import { catalogue, repository } from '../gateways.ts';
import { insist } from '../insist.ts';
import { type Lifecycle, plannedOf, selectedOf } from '../lifecycle.ts';
import { transition } from '../transitions.ts';

/** The change is rendered and priced, and stands as a pull request at a known head. */
export async function openPullRequest(life: Lifecycle): Promise<void> {
  const plan = await insist(life, 'the fleet repository', () => catalogue.planChange(selectedOf(life)));
  transition(life, { plan, placements: plan.placements.map(({ cluster }) => ({ cluster, state: 'pending' })) });
  registerUndo(life);
  const pullRequest = await insist(life, 'GitHub', () => repository.proposeChange(plannedOf(life)));
  const cost = `${plan.cost.delta >= 0 ? '+' : ''}${plan.cost.delta.toFixed(2)} ${plan.cost.currency} a month`;
  transition(
    life,
    { pullRequest },
    `Pull request #${pullRequest.number} at ${pullRequest.headSha.slice(0, 7)} (${cost})`,
  );
}

function registerUndo(life: Lifecycle): void {
  const branch = branchName(life.input.reference);
  life.undo.drop(PULL_REQUEST_UNDO);
  life.undo.register({
    what: PULL_REQUEST_UNDO,
    run: () => {
      const number = life.status.pullRequest?.number;
      const comment = `Berth closes this pull request: the request ${life.input.reference} has ended.`;
      return repository.closePullRequest({ branch, comment, ...(number === undefined ? {} : { number }) });
    },
  });
}

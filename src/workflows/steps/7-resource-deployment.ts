import type { Placement } from '../../domain/change.ts';
import { stands } from '../../domain/status.ts';
import { followFlux } from '../follow-flux.ts';
import { cluster } from '../gateways.ts';
import { insist, needPerson } from '../insist.ts';
import { type Lifecycle, mergeShaOf, plannedOf, planOf } from '../lifecycle.ts';
import { transition } from '../transitions.ts';
import { type Schedule, scheduleOf, showWait } from '../waiting.ts';

/** Flux brings every placement to the merged commit; rights and quota are then tried out. */
export async function deployResources(life: Lifecycle): Promise<void> {
  const { placements } = planOf(life);
  let schedule = await scheduleOf('cluster');
  let shown: string | undefined;
  for (const [i, placement] of placements.entries()) {
    // What an earlier placement was waited for is no longer true.
    if (!shown || life.status.waitingOn?.text !== shown) shown = showFlux(life, placements.slice(i), schedule);
    schedule = await becomeReady(life, placement, schedule);
    life.undo.seal();
    refuseLateWithdrawal(life, placement);
  }
  if (life.status.waitingOn?.text !== shown) transition(life, { waitingOn: null, phase: 'running' });
  await smokeCheck(life);
}

/** What is ready may hold data: whoever no longer wants it asks for a decommission. */
function refuseLateWithdrawal(life: Lifecycle, { cluster }: Placement): void {
  const { withdrawal } = life.inbox;
  if (!withdrawal) return;
  delete life.inbox.withdrawal;
  transition(life, {}, `Withdrawn too late: ${cluster} is ready; ask for a decommission instead`, withdrawal.by);
}

async function becomeReady(life: Lifecycle, placement: Placement, shared: Schedule): Promise<Schedule> {
  const order = { plan: planOf(life), placement, mergeSha: mergeShaOf(life) };
  const following = {
    cluster: placement.cluster,
    look: (budgetSeconds: number) => cluster.awaitPlacement({ ...order, budgetSeconds }),
    isDone: stands,
    show: (times: Schedule) => void showFlux(life, [placement], times),
  };
  const schedule = await followFlux(life, following, shared);
  transition(life, {}, `${placement.cluster}: ready at ${mergeShaOf(life).slice(0, 7)}`);
  return schedule;
}

/** Returns the words that are shown. */
function showFlux(life: Lifecycle, placements: readonly Placement[], times: Schedule): string {
  const who = placements.map(({ cluster }) => cluster);
  const text = `Flux brings ${who.join(' and ')} to commit ${mergeShaOf(life).slice(0, 7)}; then rights and quota are tried out`;
  showWait(life, { kind: 'cluster', who, text, next: 'operators are asked' }, times);
  return text;
}

async function smokeCheck(life: Lifecycle): Promise<void> {
  for (;;) {
    const faults = await insist(life, 'the clusters', () => cluster.smokeCheck(plannedOf(life)));
    if (faults.length === 0) return;
    await needPerson(life, { type: 'DeploymentFailed', message: faults.join('; ') }, 'the clusters');
  }
}

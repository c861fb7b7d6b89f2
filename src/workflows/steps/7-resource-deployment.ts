import { condition } from '@temporalio/workflow';
import type { Placement } from '../../domain/change.ts';
import { type PlacementStatus, stands } from '../../domain/status.ts';
import { cluster } from '../gateways.ts';
import { insist, needPerson } from '../insist.ts';
import { type Lifecycle, mergeShaOf, plannedOf, planOf } from '../lifecycle.ts';
import { transition } from '../transitions.ts';
import { endIfWithdrawn, type Schedule, scheduleOf, showWait } from '../waiting.ts';
import { setPlacement } from './6-infra-automation.ts';

/** How long one look at Flux lasts, in seconds: short at first, so that people see soon what it waits for. */
const LOOKS_SECONDS = [10, 60, 300];

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

/** Flux works on all placements at once, so they share a deadline; returns the one that holds for the next. */
async function becomeReady(life: Lifecycle, placement: Placement, shared: Schedule): Promise<Schedule> {
  let schedule = shared;
  for (let look = 0; ; look++) {
    const seconds = LOOKS_SECONDS[Math.min(look, LOOKS_SECONDS.length - 1)] as number;
    const status = await follow(life, placement, seconds);
    setPlacement(life, status);
    if (stands(status)) break;
    endIfWithdrawn(life);
    showPlacement(life, status, schedule);
    if (Date.now() < Date.parse(schedule.deadline)) {
      await pauseAfterFailure(life, status, seconds);
      continue;
    }
    await needPerson(life, {
      type: 'DeploymentFailed',
      message: `${status.cluster}: ${status.message ?? status.state}`,
    });
    schedule = await scheduleOf('cluster');
    showFlux(life, [placement], schedule);
    look = -1;
  }
  transition(life, {}, `${placement.cluster}: ready at ${mergeShaOf(life).slice(0, 7)}`);
  return schedule;
}

/** A failure is told at once: looking again at once as well would fill the history while people mend it. */
async function pauseAfterFailure(life: Lifecycle, { state, cluster }: PlacementStatus, seconds: number): Promise<void> {
  if (state !== 'failed') return;
  await condition(() => life.inbox.withdrawal !== undefined, seconds * 1000, { summary: `Look again at ${cluster}` });
}

function follow(life: Lifecycle, placement: Placement, budgetSeconds: number): Promise<PlacementStatus> {
  const input = { plan: planOf(life), placement, mergeSha: mergeShaOf(life), budgetSeconds };
  return insist(life, placement.cluster, () => cluster.awaitPlacement(input));
}

/** Returns the words that are shown. */
function showFlux(life: Lifecycle, placements: readonly Placement[], times: Schedule): string {
  const who = placements.map(({ cluster }) => cluster);
  const text = `Flux brings ${who.join(' and ')} to commit ${mergeShaOf(life).slice(0, 7)}; then rights and quota are tried out`;
  showWait(life, { kind: 'cluster', who, text, next: 'operators are asked' }, times);
  return text;
}

function showPlacement(life: Lifecycle, status: PlacementStatus, times: Schedule): void {
  const text = status.message ?? 'Flux has not said anything yet';
  showWait(life, { kind: 'cluster', who: [status.cluster], text, next: 'operators are asked' }, times);
}

async function smokeCheck(life: Lifecycle): Promise<void> {
  for (;;) {
    const faults = await insist(life, 'the clusters', () => cluster.smokeCheck(plannedOf(life)));
    if (faults.length === 0) return;
    await needPerson(life, { type: 'DeploymentFailed', message: faults.join('; ') });
  }
}

import type { Placement } from '../../domain/change.ts';
import type { PlacementStatus } from '../../domain/status.ts';
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
  for (const placement of planOf(life).placements) {
    await becomeReady(life, placement);
    life.undo.seal();
  }
  await smokeCheck(life);
}

async function becomeReady(life: Lifecycle, placement: Placement): Promise<void> {
  let schedule = await scheduleOf('cluster');
  for (let look = 0; ; look++) {
    const status = await follow(life, placement, LOOKS_SECONDS[Math.min(look, LOOKS_SECONDS.length - 1)] as number);
    setPlacement(life, status);
    endIfWithdrawn(life);
    if (status.state === 'ready' || status.state === 'superseded') break;
    showPlacement(life, status, schedule);
    if (Date.now() < Date.parse(schedule.deadline)) continue;
    await needPerson(life, {
      type: 'DeploymentFailed',
      message: `${status.cluster}: ${status.message ?? status.state}`,
    });
    schedule = await scheduleOf('cluster');
  }
  transition(
    life,
    { waitingOn: null, phase: 'running' },
    `${placement.cluster}: ready at ${mergeShaOf(life).slice(0, 7)}`,
  );
}

function follow(life: Lifecycle, placement: Placement, budgetSeconds: number): Promise<PlacementStatus> {
  const input = { plan: planOf(life), placement, mergeSha: mergeShaOf(life), budgetSeconds };
  return insist(life, placement.cluster, () => cluster.awaitPlacement(input));
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

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
  for (const placement of planOf(life).placements) {
    await becomeReady(life, placement);
    life.undo.seal();
    refuseLateWithdrawal(life, placement);
  }
  await smokeCheck(life);
}

/** What is ready may hold data: whoever no longer wants it asks for a decommission. */
function refuseLateWithdrawal(life: Lifecycle, { cluster }: Placement): void {
  const { withdrawal } = life.inbox;
  if (!withdrawal) return;
  delete life.inbox.withdrawal;
  transition(life, {}, `Withdrawn too late: ${cluster} is ready; ask for a decommission instead`, withdrawal.by);
}

async function becomeReady(life: Lifecycle, placement: Placement): Promise<void> {
  let schedule = await scheduleOf('cluster');
  showPlacement(life, { cluster: placement.cluster, state: 'provisioned' }, schedule);
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
    look = -1;
  }
  transition(
    life,
    { waitingOn: null, phase: 'running' },
    `${placement.cluster}: ready at ${mergeShaOf(life).slice(0, 7)}`,
  );
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

function showPlacement(life: Lifecycle, status: PlacementStatus, times: Schedule): void {
  const text = status.message ?? `Flux brings ${status.cluster} to commit ${mergeShaOf(life).slice(0, 7)}`;
  showWait(life, { kind: 'cluster', who: [status.cluster], text, next: 'operators are asked' }, times);
}

async function smokeCheck(life: Lifecycle): Promise<void> {
  for (;;) {
    const faults = await insist(life, 'the clusters', () => cluster.smokeCheck(plannedOf(life)));
    if (faults.length === 0) return;
    await needPerson(life, { type: 'DeploymentFailed', message: faults.join('; ') });
  }
}

/* How a step follows Flux on one cluster, for as long as it takes: looks, shows, asks a person, looks again. */
import { condition } from '@temporalio/workflow';
import type { PlacementStatus } from '../domain/status.ts';
import type { Failure } from './failure-of.ts';
import { leaveIncident, warn } from './incidents.ts';
import { insist, needPerson } from './insist.ts';
import type { Lifecycle } from './lifecycle.ts';
import { transition } from './transitions.ts';
import { endIfWithdrawn, type Schedule, scheduleOf, showWait } from './waiting.ts';

/** How long one look at Flux lasts, in seconds: short at first, so that people see soon what it waits for. */
const LOOKS_SECONDS = [10, 60, 300];

export interface Following {
  readonly cluster: string;
  /** One look of at most so many seconds. */
  readonly look: (budgetSeconds: number) => Promise<PlacementStatus>;
  readonly isDone: (status: PlacementStatus) => boolean;
  /** Says what is waited for, when a wait begins anew. */
  readonly show: (times: Schedule) => void;
}

/** Flux works on all placements at once, so they share a deadline; returns the one that holds for the next. */
export async function followFlux(life: Lifecycle, following: Following, shared: Schedule): Promise<Schedule> {
  let schedule = shared;
  let failures = 0;
  for (let look = 0; ; look++) {
    const seconds = LOOKS_SECONDS[Math.min(look, LOOKS_SECONDS.length - 1)] as number;
    const status = await insist(life, following.cluster, () => following.look(seconds));
    setPlacement(life, status);
    if (following.isDone(status)) {
      leaveIncident(life);
      return schedule;
    }
    endIfWithdrawn(life);
    showPlacement(life, status, schedule);
    failures = status.state === 'failed' ? failures + 1 : 0;
    if (failures === FAILURES_TOLD) tellFailure(life, status, schedule);
    if (Date.now() < Date.parse(schedule.deadline)) {
      await pauseAfterFailure(life, status, seconds);
      continue;
    }
    await needPerson(life, failureOfPlacement(status), following.cluster);
    schedule = await scheduleOf('cluster');
    following.show(schedule);
    look = -1;
  }
}

/** One failure may pass while a cluster settles; operators hear of the second in a row, long before they are asked. */
const FAILURES_TOLD = 2;

function tellFailure(life: Lifecycle, status: PlacementStatus, { deadline }: Schedule): void {
  const { cluster } = status;
  const failure = failureOfPlacement(status);
  const text = `${life.input.reference}: ${failure.message} Flux goes on trying; operators are asked at ${deadline}.`;
  warn(life, { failure, system: cluster, due: deadline, what: `flux-failed-${cluster}`, text });
}

const failureOfPlacement = ({ cluster, message, state }: PlacementStatus): Failure => ({
  type: 'DeploymentFailed',
  message: `${cluster}: ${message ?? state}`,
});

/** A failure is reported at once: looking again at once as well would fill the history while people mend it. */
async function pauseAfterFailure(life: Lifecycle, { state, cluster }: PlacementStatus, seconds: number): Promise<void> {
  if (state !== 'failed') return;
  await condition(() => life.inbox.withdrawal !== undefined, seconds * 1000, { summary: `Look again at ${cluster}` });
}

function showPlacement(life: Lifecycle, status: PlacementStatus, times: Schedule): void {
  const text = status.message ?? 'Flux has not said anything yet';
  showWait(life, { kind: 'cluster', who: [status.cluster], text, next: 'operators are asked' }, times);
}

/** Replaces the status of one placement. */
export function setPlacement(life: Lifecycle, status: PlacementStatus): void {
  const placements = life.status.placements.map((p) => (p.cluster === status.cluster ? status : p));
  transition(life, { placements });
}

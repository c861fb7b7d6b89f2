/* Step 6 of a removal: Flux empties the room and forgets it, then the walls go; each is proven before the next begins. */
import type { Placement } from '../../domain/change.ts';
import type { PlacementStatus } from '../../domain/status.ts';
import { type Following, followFlux, setPlacement } from '../follow-flux.ts';
import { cluster as clusters, infrastructure, repository } from '../gateways.ts';
import { askAboutPlan } from '../infrastructure-plans.ts';
import { insist, needPerson } from '../insist.ts';
import { clustersOf, type Lifecycle, mergeShaOf, plannedOf, planOf, StepSkipped } from '../lifecycle.ts';
import { showWork } from '../steps/6-infra-automation.ts';
import { takeTask } from '../tasks.ts';
import { transition } from '../transitions.ts';
import { type Schedule, scheduleOf, showWait } from '../waiting.ts';
import { untilUnfrozen } from '../windows.ts';
import { goOnlyForward } from './steps.ts';

export async function takeDown(life: Lifecycle): Promise<void> {
  goOnlyForward(life);
  const plan = planOf(life);
  await untilUnfrozen(life, clustersOf(life), 'the removal');
  // One that an earlier removal has dropped already has nothing to empty.
  const known = plan.placements.filter(({ cluster, environment }) =>
    plan.paths.includes(`clusters/${cluster}/config/${environment}.yaml`),
  );
  await followAll(life, known, (placement) => emptying(life, placement));
  const forgotten = await forget(life);
  await followAll(life, plan.placements, (placement) => dropping(placement, forgotten));
  for (const placement of plan.placements) await dismantle(life, placement);
}

/** Takes the Kustomizations out of Git; returns the commit that is without them. */
async function forget(life: Lifecycle): Promise<string> {
  const order = { reference: life.input.reference, plan: planOf(life), mergeSha: mergeShaOf(life) };
  const drop = () => repository.dropFiles({ ...order, part: 'flux', endsProject: false });
  await untilUnfrozen(life, clustersOf(life), 'the removal');
  try {
    const { mergeSha, done } = await insist(life, 'GitHub', drop);
    for (const line of done) transition(life, {}, line);
    return mergeSha;
  } catch (error) {
    if (!(error instanceof StepSkipped)) throw error;
    transition(life, {}, `Kustomizations taken out of Git by hand (${error.message})`);
    return order.mergeSha;
  }
}

interface Goal extends Omit<Following, 'show' | 'cluster' | 'isDone'> {
  readonly state: PlacementStatus['state'];
  readonly text: string;
}

async function followAll(
  life: Lifecycle,
  placements: readonly Placement[],
  goalOf: (placement: Placement) => Goal,
): Promise<void> {
  let schedule = await scheduleOf('cluster');
  for (const placement of placements) schedule = await reach(life, placement, goalOf(placement), schedule);
}

/** Skipping means that somebody did it by hand; that nothing is left is proven at the end either way. */
async function reach(life: Lifecycle, { cluster }: Placement, goal: Goal, shared: Schedule): Promise<Schedule> {
  const { text, look, state } = goal;
  const show = (times: Schedule) =>
    showWait(life, { kind: 'cluster', who: [cluster], text, next: 'operators are asked' }, times);
  show(shared);
  const isDone = (status: PlacementStatus) => status.state === state;
  try {
    const schedule = await followFlux(life, { cluster, look, isDone, show }, shared);
    transition(life, { waitingOn: null, phase: 'running' }, `${cluster}: ${state}`);
    return schedule;
  } catch (error) {
    if (!(error instanceof StepSkipped)) throw error;
    transition(life, { waitingOn: null, phase: 'running' }, `${cluster}: done by hand (${error.message})`);
    return shared;
  }
}

function emptying(life: Lifecycle, placement: Placement): Goal {
  const order = { plan: planOf(life), placement, mergeSha: mergeShaOf(life) };
  return {
    state: 'emptied',
    text: `Flux removes what it runs of ${placement.environment} on ${placement.cluster}`,
    look: (budgetSeconds) => clusters.awaitEmptied({ ...order, budgetSeconds }),
  };
}

function dropping(placement: Placement, mergeSha: string): Goal {
  return {
    state: 'dropped',
    text: `Flux forgets ${placement.environment} on ${placement.cluster}`,
    look: (budgetSeconds) => clusters.awaitDropped({ placement, mergeSha, budgetSeconds }),
  };
}

type Input = Parameters<typeof infrastructure.dismantleInfrastructure>[0];

async function dismantle(life: Lifecycle, placement: Placement): Promise<void> {
  const input = { ...plannedOf(life), placement, mergeSha: mergeShaOf(life) };
  const { cluster, executor, environment } = placement;
  await untilUnfrozen(life, [cluster], `the removal on ${cluster}`);
  let left = await orByHand(life, input, () => removeWalls(life, input));
  while (left.length > 0) {
    const message = `${left.join('; ')}. Remove it, then retry`;
    left = await orByHand(life, input, async () => {
      await needPerson(life, { type: 'ProvisioningFailed', message }, cluster);
      return removeWalls(life, input);
    });
  }
  setPlacement(life, { cluster, state: 'removed' });
  const text = `${cluster}: no wall of ${environment} is left, by ${executor}`;
  transition(life, { waitingOn: null, phase: 'running' }, text);
}

/** What still stands afterwards. Skipping means that somebody did it by hand: that is read. */
async function orByHand(life: Lifecycle, input: Input, work: () => Promise<string[]>): Promise<string[]> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof StepSkipped)) throw error;
    transition(life, {}, `${input.placement.cluster}: done by hand (${error.message})`);
    return readOrLeave(life, input);
  }
}

/** Of a cluster that cannot be read any more an operator answers for what is left. */
async function readOrLeave(life: Lifecycle, input: Input): Promise<string[]> {
  try {
    return await findStanding(life, input);
  } catch (error) {
    if (!(error instanceof StepSkipped)) throw error;
    const { cluster, environment } = input.placement;
    const line = `walls of ${environment} on ${cluster}, which nobody could read (${error.message})`;
    const { undo } = life.status;
    transition(life, { undo: { ...undo, left: [...undo.left, line] } }, `Left: ${line}`);
    return [];
  }
}

/** What still stands afterwards. */
const removeWalls = (life: Lifecycle, input: Input) =>
  input.placement.executor === 'manual' ? removeByHand(life, input) : remove(life, input);

async function remove(life: Lifecycle, input: Input): Promise<string[]> {
  const { cluster, executor, environment } = input.placement;
  for (;;) {
    await showWork(life, input.placement, `${cluster}: ${executor} removes the walls of ${environment}`);
    const approvedPlans = life.approvedPlans[cluster];
    const order = approvedPlans ? { ...input, approvedPlans } : input;
    const { removed, differing } = await insist(life, cluster, () => infrastructure.dismantleInfrastructure(order));
    if (!differing) {
      for (const line of removed) transition(life, {}, `Removed ${line}`);
      return [];
    }
    await askAboutPlan(life, cluster, differing);
  }
}

async function removeByHand(life: Lifecycle, input: Input): Promise<string[]> {
  const { cluster, environment } = input.placement;
  const commands = await insist(life, cluster, () => infrastructure.removalCommands(input));
  const title = `Remove the walls of ${environment} on ${cluster}`;
  await takeTask(life, { id: 'manual', queue: 'operators', title, commands });
  return findStanding(life, input);
}

const findStanding = (life: Lifecycle, input: Input) =>
  insist(life, input.placement.cluster, () => infrastructure.findStandingWalls(input));

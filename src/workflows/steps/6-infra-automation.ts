import type { Placement } from '../../domain/change.ts';
import type { PlacementStatus } from '../../domain/status.ts';
import { infrastructure } from '../gateways.ts';
import { insist, needPerson } from '../insist.ts';
import { type Lifecycle, mergeShaOf, plannedOf, planOf, StepSkipped } from '../lifecycle.ts';
import { takeTask } from '../tasks.ts';
import { transition } from '../transitions.ts';

type Input = Parameters<typeof infrastructure.applyInfrastructure>[0];

/** The walls of every placement are made by its executor and proven by reading. */
export async function automateInfrastructure(life: Lifecycle): Promise<void> {
  for (const placement of planOf(life).placements) await provision(life, placement);
}

async function provision(life: Lifecycle, placement: Placement): Promise<void> {
  const input = { ...plannedOf(life), placement, mergeSha: mergeShaOf(life) };
  await applyOrSkip(life, input);
  await prove(life, input);
  setPlacement(life, { cluster: placement.cluster, state: 'provisioned', commit: input.mergeSha });
  transition(life, {}, `${placement.cluster}: infrastructure is there, by ${placement.executor}`);
}

/** Skipping means that somebody did it by hand; reading proves it either way. */
async function applyOrSkip(life: Lifecycle, input: Input): Promise<void> {
  try {
    await (input.placement.executor === 'manual' ? applyByHand(life, input) : apply(life, input));
  } catch (error) {
    if (!(error instanceof StepSkipped)) throw error;
    transition(life, {}, `${input.placement.cluster}: done by hand (${error.message})`);
  }
}

const apply = (life: Lifecycle, input: Input) =>
  insist(life, input.placement.cluster, () => infrastructure.applyInfrastructure(input));

async function applyByHand(life: Lifecycle, input: Input): Promise<void> {
  const commands = await insist(life, 'the fleet repository', () => infrastructure.manualCommands(input));
  const title = `Apply the infrastructure of ${input.placement.environment} on ${input.placement.cluster}`;
  await takeTask(life, { id: 'manual', queue: 'operators', title, commands }, 'the request is undone');
}

async function prove(life: Lifecycle, input: Input): Promise<void> {
  for (;;) {
    const missing = await insist(life, input.placement.cluster, () => infrastructure.findMissingInfrastructure(input));
    if (missing.length === 0) return;
    const message = `${input.placement.cluster} does not show ${missing.join(', ')}`;
    await needPerson(life, { type: 'ProvisioningFailed', message });
    await applyOrSkip(life, input);
  }
}

/** Replaces the status of one placement. */
export function setPlacement(life: Lifecycle, status: PlacementStatus): void {
  const placements = life.status.placements.map((p) => (p.cluster === status.cluster ? status : p));
  transition(life, { placements });
}

import { patched } from '@temporalio/workflow';
import type { Placement } from '../../domain/change.ts';
import { inventoryPaths } from '../../domain/inventories.ts';
import { setPlacement } from '../follow-flux.ts';
import { infrastructure } from '../gateways.ts';
import { askAboutPlan } from '../infrastructure-plans.ts';
import { insist, needPerson } from '../insist.ts';
import { type Lifecycle, mergeShaOf, plannedOf, planOf, StepSkipped } from '../lifecycle.ts';
import { takeTask } from '../tasks.ts';
import { transition } from '../transitions.ts';
import { scheduleOf, showWait } from '../waiting.ts';
import { untilUnfrozen } from '../windows.ts';

type Input = Parameters<typeof infrastructure.applyInfrastructure>[0];

/** The walls of every placement are made by its executor and proven by reading; then its machines are configured. */
export async function automateInfrastructure(life: Lifecycle): Promise<void> {
  for (const placement of planOf(life).placements) await provision(life, placement);
}

async function provision(life: Lifecycle, placement: Placement): Promise<void> {
  const input = { ...plannedOf(life), placement, mergeSha: mergeShaOf(life) };
  const { cluster, executor } = placement;
  await untilUnfrozen(life, [cluster], `the apply on ${cluster}`);
  for (let missing = await applyOrSkip(life, input); missing.length > 0; missing = await applyOrSkip(life, input)) {
    const message = `${cluster} does not show ${missing.join(', ')}`;
    await needPerson(life, { type: 'ProvisioningFailed', message }, cluster);
  }
  if (inventoryPaths(input.plan, placement).length > 0 && patched('configure-machines')) {
    await configureOrSkip(life, input);
  }
  setPlacement(life, { cluster, state: 'provisioned', commit: input.mergeSha });
  transition(life, { waitingOn: null, phase: 'running' }, `${cluster}: infrastructure is there, by ${executor}`);
}

/** Virtual machines that Ansible configures. Skipping means that somebody did it by hand. */
async function configureOrSkip(life: Lifecycle, input: Input): Promise<void> {
  const { cluster } = input.placement;
  try {
    await showWork(life, input.placement, `Ansible configures the machines of ${cluster}`);
    const { hosts } = await insist(life, 'Ansible', () => infrastructure.configureMachines(input));
    transition(life, {}, `${cluster}: Ansible has configured ${hosts.join(', ')}`);
  } catch (error) {
    if (!(error instanceof StepSkipped)) throw error;
    transition(life, {}, `${cluster}: machines done by hand (${error.message})`);
  }
}

/** What is still missing afterwards. Skipping means that somebody did it by hand; reading proves it either way. */
async function applyOrSkip(life: Lifecycle, input: Input): Promise<string[]> {
  try {
    return await (input.placement.executor === 'manual' ? applyByHand(life, input) : apply(life, input));
  } catch (error) {
    if (!(error instanceof StepSkipped)) throw error;
    transition(life, {}, `${input.placement.cluster}: done by hand (${error.message})`);
    return findMissing(life, input);
  }
}

async function apply(life: Lifecycle, input: Input): Promise<string[]> {
  const { cluster, executor } = input.placement;
  for (;;) {
    // Berth's own calls are no wait: they are over in seconds, or show that they are tried again.
    if (executor !== 'kubernetes')
      await showWork(life, input.placement, `Provisioning ${cluster}: ${executor} applies its walls`);
    const approvedPlans = life.approvedPlans[cluster];
    const order = approvedPlans ? { ...input, approvedPlans } : input;
    const { missing, differing } = await insist(life, cluster, () => infrastructure.applyInfrastructure(order));
    if (!differing) return missing;
    await askAboutPlan(life, cluster, differing);
  }
}

/** Others at work are shown as what is waited for: a run of GitHub Actions, say, can take its time. */
export async function showWork(life: Lifecycle, { cluster, executor }: Placement, text: string): Promise<void> {
  const kind = executor === 'github-actions' ? 'ci' : 'cluster';
  showWait(life, { kind, who: [cluster], text, next: 'operators are asked' }, await scheduleOf('cluster'));
}

async function applyByHand(life: Lifecycle, input: Input): Promise<string[]> {
  const commands = await insist(life, 'the fleet repository', () => infrastructure.manualCommands(input));
  const title = `Apply the infrastructure of ${input.placement.environment} on ${input.placement.cluster}`;
  await takeTask(life, { id: 'manual', queue: 'operators', title, commands });
  return findMissing(life, input);
}

const findMissing = (life: Lifecycle, input: Input) =>
  insist(life, input.placement.cluster, () => infrastructure.findMissingInfrastructure(input));

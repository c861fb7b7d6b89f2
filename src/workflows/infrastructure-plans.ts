/* What OpenTofu would change is planned before anybody decides, and shown on the head that they decide about. */
import { countChanges, type InfrastructurePlan, listChanges } from '../domain/infrastructure-plan.ts';
import { infrastructure, repository } from './gateways.ts';
import { insist, needPerson } from './insist.ts';
import { type Lifecycle, plannedOf, planOf, pullRequestOf } from './lifecycle.ts';
import { transition } from './transitions.ts';

/** Plans every placement whose executor can tell beforehand what it will do, and shows it on the pull request. */
export async function planInfrastructure(life: Lifecycle): Promise<void> {
  life.approvedPlans = {};
  for (const placement of planOf(life).placements.filter(({ executor }) => executor === 'opentofu')) {
    const { cluster } = placement;
    const input = { ...plannedOf(life), placement };
    const plan = await insist(life, cluster, () => infrastructure.planInfrastructure(input));
    life.approvedPlans[cluster] = [plan];
    transition(life, {}, `${cluster}: planned, ${countChanges(plan)}`);
  }
  await showPlans(life);
}

/** The checks `berth/plan/<cluster>` of the head as it is now. */
export async function showPlans(life: Lifecycle): Promise<void> {
  const { headSha } = pullRequestOf(life);
  for (const [cluster, [plan]] of Object.entries(life.approvedPlans)) {
    if (plan) await insist(life, 'GitHub', () => repository.recordPlan({ headSha, cluster, plan }));
  }
}

/** An operator says whether a plan that has become another is applied all the same; returning means to go on. */
export async function askAboutPlan(life: Lifecycle, cluster: string, plan: InfrastructurePlan): Promise<void> {
  const what = `OpenTofu would now change on ${cluster}: ${listChanges(plan)}. That is not what was approved`;
  const mend = 'accept this plan, or mend what differs and retry';
  const answer = await needPerson(life, { type: 'PlanDiffers', message: `${what} (${plan.digest}): ${mend}` });
  if (answer === 'accept') life.approvedPlans[cluster] = [...(life.approvedPlans[cluster] ?? []), plan];
}

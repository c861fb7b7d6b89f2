import { approvalOf, type Fleet, statusOf } from '../../clients/github-fleet.ts';
import { openFleet } from '../../clients/github-tree.ts';
import { countChanges } from '../../domain/infrastructure-plan.ts';
import { APPROVAL_CONTEXT, planContext } from '../../domain/naming.ts';
import type { RepositoryWriteActivities } from '../contracts.ts';
import type { RepositoryDeps } from './deps.ts';

/** GitHub refuses longer descriptions. */
const LONGEST_DESCRIPTION = 140;

type Input = Parameters<RepositoryWriteActivities['mirrorApproval']>[0];

/** Shows the decision as the required check of that commit; nothing is written when it says so already. */
export async function mirrorApproval({ github }: RepositoryDeps, input: Input): Promise<void> {
  const fleet = await openFleet(github);
  const description = shorten(input.description);
  const shown = await approvalOf(fleet, input.headSha);
  if (shown?.state === input.state && shown.description === description) return;
  await setApproval(fleet, input.headSha, input.state, description);
}

export async function setApproval(
  fleet: Fleet,
  sha: string,
  state: Input['state'],
  description: string,
): Promise<void> {
  await fleet.rest.repos.createCommitStatus({ ...fleet.at, sha, state, description, context: APPROVAL_CONTEXT });
}

type PlanInput = Parameters<RepositoryWriteActivities['recordPlan']>[0];

/** For people, who approve it with the rest; nothing is written when it says so already. */
export async function recordPlan({ github }: RepositoryDeps, { headSha, cluster, plan }: PlanInput): Promise<void> {
  const fleet = await openFleet(github);
  const context = planContext(cluster);
  const description = shorten(`${countChanges(plan)}: ${plan.digest}`);
  if ((await statusOf(fleet, headSha, context))?.description === description) return;
  await fleet.rest.repos.createCommitStatus({ ...fleet.at, sha: headSha, state: 'success', description, context });
}

function shorten(text: string): string {
  return text.length <= LONGEST_DESCRIPTION ? text : `${text.slice(0, LONGEST_DESCRIPTION - 1)}…`;
}

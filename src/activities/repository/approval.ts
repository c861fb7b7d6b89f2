import { APPROVAL_CONTEXT } from '../../domain/naming.ts';
import type { RepositoryWriteActivities } from '../contracts.ts';
import { type Fleet, openFleet, type RepositoryDeps } from './deps.ts';

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

/** What the check says about a commit, if it says anything. */
export async function approvalOf(
  fleet: Fleet,
  sha: string,
): Promise<{ state: string; description: string | null } | undefined> {
  const { data } = await fleet.rest.repos.getCombinedStatusForRef({ ...fleet.at, ref: sha, per_page: 100 });
  return data.statuses.find(({ context }) => context === APPROVAL_CONTEXT);
}

export async function setApproval(
  fleet: Fleet,
  sha: string,
  state: Input['state'],
  description: string,
): Promise<void> {
  await fleet.rest.repos.createCommitStatus({ ...fleet.at, sha, state, description, context: APPROVAL_CONTEXT });
}

function shorten(text: string): string {
  return text.length <= LONGEST_DESCRIPTION ? text : `${text.slice(0, LONGEST_DESCRIPTION - 1)}…`;
}

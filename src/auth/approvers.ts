import type { ApprovalStage } from '../domain/decision.ts';
import { groupName } from '../domain/naming.ts';
import type { Person, ServiceRequest } from '../domain/request.ts';

/** What is asked of the directory to tell who may decide. */
export interface ApproverDeps {
  findPerson(by: { mail?: string; id?: string; githubLogin?: string }): Promise<Person | null>;
  /** Directory ids of the people in a group, nested ones too; empty when there is no such group. */
  membersOf(group: string): Promise<readonly string[]>;
}

const LEAD_STAGE = 'lead';

/** Who decides about a request, stage by stage; empty when nobody may. */
export async function approvalStages(deps: ApproverDeps, request: ServiceRequest): Promise<ApprovalStage[]> {
  const involved = await involvedNames(deps, request);
  const leads = new Set([request.leadId, ...(await deps.membersOf(groupName(request.project, 'leads')))]);
  const approvers = [...leads].filter((id) => !involved.has(fold(id))).toSorted();
  return approvers.length > 0 ? [{ name: LEAD_STAGE, approvers }] : [];
}

/** Why nobody may decide, and how to mend it. */
export function nobodyMayDecide(request: ServiceRequest): string {
  const group = groupName(request.project, 'leads');
  return (
    `Nobody may decide about ${request.reference}: who asked for it cannot, and ${group} has no other member. ` +
    `Add a second lead to ${group} in the directory, then retry this step.`
  );
}

/** Folded ids and mail addresses of those who asked for the request, started or completed it; they never decide. */
export async function involvedNames(
  deps: Pick<ApproverDeps, 'findPerson'>,
  request: ServiceRequest,
): Promise<ReadonlySet<string>> {
  const { startedBy, completedBy } = request.source;
  const starter = startedBy?.includes('@') ? await deps.findPerson({ mail: startedBy }) : null;
  const names = [request.requesterId, request.requester, startedBy, starter?.id, completedBy];
  return new Set(names.flatMap((name) => (name === undefined ? [] : [fold(name)])));
}

/** Directories compare names without regard to case. */
export const fold = (name: string): string => name.toLowerCase();

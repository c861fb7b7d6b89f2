import type { Person, Problem, ServiceRequest } from '../domain/request.ts';
import { hasName } from '../domain/same-name.ts';

export interface AuditorDeps {
  /** Name of the group of auditors. */
  readonly auditors: string;
  findPerson(by: { mail?: string; id?: string }): Promise<Person | null>;
  /** Names of the groups a person is in, nested ones too. */
  groupsOf(personId: string): Promise<readonly string[]>;
}

/** Auditors read everything and change nothing: what one of them asks for, or starts for somebody, is no request. */
export async function refuseAuditors(
  deps: AuditorDeps,
  { requesterId, source }: ServiceRequest,
): Promise<readonly Problem[]> {
  const { startedBy } = source;
  const starter = startedBy?.includes('@') ? (await deps.findPerson({ mail: startedBy }))?.id : startedBy;
  const problems: Problem[] = [];
  for (const id of new Set([requesterId, starter ?? requesterId])) {
    const groups = await deps.groupsOf(id);
    if (hasName(groups, deps.auditors)) problems.push(isAuditor(id));
  }
  return problems;
}

const isAuditor = (id: string): Problem => ({
  where: 'requester',
  what: `${id} is an auditor: auditors read everything and change nothing.`,
  mend: 'Let somebody else ask for it.',
});

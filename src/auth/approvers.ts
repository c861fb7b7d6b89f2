/* Who may speak for the roles that a policy names, as the directory has them now, and who is involved in a request. */
import type { Config } from '../config.ts';
import type { Party } from '../domain/approval.ts';
import { namesOf } from '../domain/decision-rules.ts';
import { groupName, ownersGroupName } from '../domain/naming.ts';
import type { ApproverRole } from '../domain/policy.ts';
import type { Person, ServiceRequest } from '../domain/request.ts';
import { fold } from '../domain/same-name.ts';

/** What is asked of the directory to tell who may decide. */
export interface ApproverDeps {
  /** Names of the groups of staff. */
  readonly groups: Config['directory']['groups'];
  findPerson(by: { mail?: string; id?: string; githubLogin?: string }): Promise<Person | null>;
  /** Directory ids of the people in a group, nested ones too; empty when there is no such group. */
  membersOf(group: string): Promise<readonly string[]>;
}

/** The group of the directory whose people have a role, or the group that is named. */
export function groupOf(
  role: string,
  request: Pick<ServiceRequest, 'project' | 'costCentre'>,
  groups: ApproverDeps['groups'],
): string {
  const byRole: Readonly<Record<ApproverRole, string>> = {
    'project-lead': groupName(request.project, 'leads'),
    'cost-centre-owner': ownersGroupName(request.costCentre),
    'platform-operator': groups.operators,
    security: groups.security,
    support: groups.support,
  };
  return Object.hasOwn(byRole, role) ? byRole[role as ApproverRole] : role.replace(/^group:/, '');
}

/** Who may speak for each of the roles now, without those who are involved; auditors change nothing. */
export async function partiesOf(
  deps: ApproverDeps,
  request: ServiceRequest,
  roles: readonly string[],
  involved: ReadonlySet<string>,
): Promise<Party[]> {
  const auditors = new Set((await deps.membersOf(deps.groups.auditors)).map(fold));
  const parties = roles.map(async (role) => {
    const members = await deps.membersOf(groupOf(role, request, deps.groups));
    const all = new Set(role === 'project-lead' ? [...(await leadOf(deps, request)), ...members] : members);
    return { role, people: [...all].filter((id) => !involved.has(fold(id)) && !auditors.has(fold(id))).toSorted() };
  });
  return Promise.all(parties);
}

/** The lead it names, unless they have left. */
async function leadOf({ findPerson }: ApproverDeps, { leadId }: ServiceRequest): Promise<string[]> {
  const lead = await findPerson({ id: leadId });
  return lead ? [lead.id] : [];
}

/**
 * Folded names of those who asked for the request, started it, completed or edited it, under every name the directory
 * knows them by; they never decide.
 */
export async function involvedNames(
  deps: Pick<ApproverDeps, 'findPerson'>,
  { requesterId, requester, source }: ServiceRequest,
): Promise<ReadonlySet<string>> {
  const { startedBy, editedBy = [] } = source;
  const others = [...(startedBy === undefined ? [] : [startedBy]), ...editedBy];
  const known = await Promise.all(others.map((name) => findByAnyName(deps, name)));
  const names = known.flatMap((person) => (person ? [...namesOf(person), ...(person.sharesWith ?? []).map(fold)] : []));
  return new Set([...[requesterId, requester, ...others].map(fold), ...names]);
}

/** Doors know people by mail address or directory id; who starts a workflow by hand may write any name of theirs. */
async function findByAnyName({ findPerson }: Pick<ApproverDeps, 'findPerson'>, name: string): Promise<Person | null> {
  if (name.includes('@')) return findPerson({ mail: name });
  return (await findPerson({ id: name })) ?? findPerson({ githubLogin: name });
}

import {
  type AccountPlan,
  type PlannedGroup,
  type PlannedPerson,
  PROJECT_ROLES,
  type StandingProject,
} from './accounts.ts';
import { groupName } from './naming.ts';
import { PERSON_ID } from './person-id.ts';
import type { Problem, ServiceRequest } from './request.ts';
import { hasName } from './same-name.ts';

const MAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** What is wrong with an account plan by itself, before any directory is asked; empty when nothing is. */
export function checkPlanItself(request: ServiceRequest, plan: AccountPlan): Problem[] {
  return [
    ...checkProject(request, plan),
    ...checkEachOnce(plan.people),
    ...plan.people.flatMap(checkPerson),
    ...checkGroups(plan),
  ];
}

/** Of a plan, what the request adds to what stands: for a new project, all of it. */
export function additionsOf(plan: AccountPlan): AccountPlan {
  if (plan.madeBy === undefined) return plan;
  const groups = plan.groups.map((group) => ({ ...group, members: group.members.filter((id) => !isIn(group, id)) }));
  const added = new Set(groups.flatMap((group) => group.members));
  return { ...plan, groups, people: plan.people.filter((person) => !person.exists || added.has(person.id)) };
}

const isIn = ({ existing = [] }: PlannedGroup, id: string) => hasName(existing, id);

/** What of a plan is not as it stands in the directory: neither is anybody's to edit. Empty when nothing is. */
export function checkStanding(plan: AccountPlan, standing: StandingProject | null): Problem[] {
  if (plan.madeBy !== standing?.madeBy) return [wrongMaker(plan, standing)];
  return plan.groups.flatMap((group, i) => {
    const stands = standing?.members[group.role];
    if (sameIds(group.existing, stands)) return [];
    const what = `${group.name} ${stands ? `has the members ${stands.join(', ') || '(none)'}` : 'is new'}`;
    const mend = stands ? `Set it to [${stands.join(', ')}]` : 'Leave it out';
    return [{ where: `groups[${i}].existing`, what, mend }];
  });
}

function wrongMaker({ project }: AccountPlan, standing: StandingProject | null): Problem {
  if (!standing) return { where: 'madeBy', what: `${project} is new`, mend: 'Leave madeBy out' };
  const mend = `Set madeBy to ${standing.madeBy}, and existing of each group to its members`;
  return { where: 'madeBy', what: `${project} was made by ${standing.madeBy}`, mend };
}

function sameIds(a: readonly string[] | undefined, b: readonly string[] | undefined): boolean {
  if (!a || !b) return a === b;
  return a.every((id) => hasName(b, id)) && b.every((id) => hasName(a, id));
}

function checkProject(request: ServiceRequest, plan: AccountPlan): Problem[] {
  if (plan.project === request.project) return [];
  const what = `the plan is for ${plan.project}, the request for ${request.project}`;
  return [{ where: 'project', what, mend: `Keep the project ${request.project}` }];
}

function checkPerson({ id, mail, exists }: PlannedPerson, i: number): Problem[] {
  const problems: Problem[] = [];
  if (!MAIL.test(mail)) {
    problems.push({ where: `people[${i}].mail`, what: `${mail} is no mail address`, mend: 'Write it as name@domain' });
  }
  if (!exists && !PERSON_ID.test(id)) {
    const mend =
      'Use at most 20 lower-case letters, digits, dots, dashes and underscores, beginning with a letter or digit';
    problems.push({ where: `people[${i}].id`, what: `"${id}" cannot be an id`, mend });
  }
  return problems;
}

function checkEachOnce(people: readonly PlannedPerson[]): Problem[] {
  return (['id', 'mail'] as const).flatMap((field) => {
    const values = people.map((person) => person[field].toLowerCase());
    return values.flatMap((value, i) =>
      values.indexOf(value) === i
        ? []
        : [{ where: `people[${i}].${field}`, what: `${value} is there twice`, mend: 'Remove one of the two' }],
    );
  });
}

function checkGroups(plan: AccountPlan): Problem[] {
  const ids = new Set(plan.people.map((person) => person.id));
  const missing = PROJECT_ROLES.filter((role) => plan.groups.filter((group) => group.role === role).length !== 1);
  return [
    ...missing.map((role) => ({
      where: 'groups',
      what: `${role} must be there once`,
      mend: 'Restore the three groups',
    })),
    ...plan.groups.flatMap((group, i) => checkGroup(plan.project, group, i, ids)),
  ];
}

function checkGroup(project: string, group: PlannedGroup, i: number, ids: ReadonlySet<string>): Problem[] {
  const where = `groups[${i}]`;
  const name = groupName(project, group.role);
  const strangers = group.members.filter((id) => !ids.has(id));
  return [
    ...(group.name === name
      ? []
      : [{ where: `${where}.name`, what: `${group.name} is not ${name}`, mend: `Call it ${name}` }]),
    ...strangers.map((id) => ({
      where: `${where}.members`,
      what: `${id} is not among the people`,
      mend: `Add ${id} to the people`,
    })),
    ...(group.role === 'leads' && group.members.length === 0 && group.existing?.length !== 0
      ? [{ where: `${where}.members`, what: 'nobody leads the project', mend: 'Name at least one lead' }]
      : []),
  ];
}

import { additionsOf, checkPlanItself, checkStanding } from './account-plan.ts';
import type { AccountPlan } from './accounts.ts';
import type { ServiceRequest } from './request.ts';

const request = { project: 'payments' } as ServiceRequest;
const lee = { mail: 'lee@example.test', id: 'lee', name: 'Lee Marsh', exists: true };
const nina = { mail: 'nina@example.test', id: 'nina', name: 'Nina', exists: false };
const plan: AccountPlan = {
  project: 'payments',
  people: [lee, nina],
  groups: [
    { role: 'leads', name: 'berth-payments-leads', members: ['lee'] },
    { role: 'developers', name: 'berth-payments-developers', members: ['nina'] },
    { role: 'viewers', name: 'berth-payments-viewers', members: [] },
  ],
};

const problemsOf = (change: Partial<AccountPlan>) =>
  checkPlanItself(request, { ...plan, ...change }).map(({ where, what }) => `${where}: ${what}`);

test('a plan that is well made has no problems', () => {
  expect(problemsOf({})).toEqual([]);
});

test.each<[what: string, change: Partial<AccountPlan>, problem: string]>([
  ['another project', { project: 'billing' }, 'project: the plan is for billing, the request for payments'],
  [
    'an id that is too long',
    { people: [lee, { ...nina, id: 'n'.repeat(21) }] },
    'people[1].id: "nnnnnnnnnnnnnnnnnnnnn" cannot be an id',
  ],
  ['an id with a comma', { people: [lee, { ...nina, id: 'a,CN=b' }] }, 'people[1].id: "a,CN=b" cannot be an id'],
  ['no mail address', { people: [lee, { ...nina, mail: 'nina' }] }, 'people[1].mail: nina is no mail address'],
  [
    'somebody twice',
    { people: [lee, nina, { ...nina, id: 'LEE', mail: 'x@y.z' }] },
    'people[2].id: lee is there twice',
  ],
  ['a stranger in a group', { people: [lee] }, 'groups[1].members: nina is not among the people'],
  ['a missing group', { groups: plan.groups.slice(0, 2) }, 'groups: viewers must be there once'],
])('%s is a problem', (_, change, problem) => {
  expect(problemsOf(change)).toContain(problem);
});

test('a group outside the project, and a project without a lead, are problems', () => {
  const [leads, ...others] = plan.groups;
  const groups = [{ ...leads, role: 'leads' as const, name: 'domain-admins', members: [] }, ...others];

  expect(problemsOf({ groups })).toEqual([
    'groups[0].name: domain-admins is not berth-payments-leads',
    'groups[0].members: nobody leads the project',
  ]);
});

const joining: AccountPlan = {
  ...plan,
  madeBy: 'BR-AAAAAAAAAA',
  groups: plan.groups.map((group) => ({ ...group, existing: group.role === 'leads' ? ['LEE'] : [] })),
};
const standing = { madeBy: 'BR-AAAAAAAAAA', members: { leads: ['lee'], developers: [], viewers: [] } };

test('what a request adds is all of a new project, and only the new of one that stands', () => {
  expect(additionsOf(plan)).toBe(plan);
  const added = additionsOf(joining);
  expect(added.people).toEqual([nina]);
  expect(added.groups.map(({ members }) => members)).toEqual([[], ['nina'], []]);
});

test('a project that others lead through another group needs no lead of its own', () => {
  const [leads, ...others] = joining.groups;
  const groups = (existing: string[]) => [
    { ...leads, role: 'leads' as const, name: 'berth-payments-leads', members: [], existing },
    ...others,
  ];
  expect(checkPlanItself(request, { ...joining, groups: groups([]) })).toEqual([]);
  expect(checkPlanItself(request, { ...joining, groups: groups(['lee']) })).toHaveLength(1);
});

test.each<[what: string, plan: AccountPlan, found: typeof standing | null, where: string[]]>([
  ['as it stands', joining, standing, []],
  ['new', plan, null, []],
  ['with a maker of its own', joining, null, ['madeBy']],
  ['without the maker', plan, standing, ['madeBy']],
  [
    'with former members of its own',
    { ...joining, groups: joining.groups.map((group) => ({ ...group, existing: ['lee', 'nina'] })) },
    standing,
    ['groups[0].existing', 'groups[1].existing', 'groups[2].existing'],
  ],
  [
    'without the former members',
    { ...joining, groups: plan.groups },
    standing,
    ['groups[0].existing', 'groups[1].existing', 'groups[2].existing'],
  ],
  [
    'new, with former members',
    { ...plan, groups: joining.groups },
    null,
    ['groups[0].existing', 'groups[1].existing', 'groups[2].existing'],
  ],
])('a plan %s is compared with the directory', (_, edited, found, where) => {
  expect(checkStanding(edited, found).map((problem) => problem.where)).toEqual(where);
});

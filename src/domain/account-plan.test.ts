import { checkPlanItself } from './account-plan.ts';
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

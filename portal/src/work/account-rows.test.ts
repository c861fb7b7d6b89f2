import type { AccountPlan } from '../../../src/domain/accounts.ts';
import { changeRow, planOf, rolesBefore, rowsOf, willMake, withNewRow, withoutRow } from './account-rows.ts';

const PLAN: AccountPlan = {
  project: 'payments',
  people: [
    { mail: 'lee@example.test', id: 'lee', name: 'Lee Marsh', exists: true, githubLogin: 'leemarsh' },
    { mail: 'newcomer@example.test', id: 'newcomer', name: 'Newcomer', exists: false },
    { mail: 'dana@example.test', id: 'dana', name: 'Dana Field', exists: true, githubLogin: 'dana-field' },
  ],
  groups: [
    { role: 'leads', name: 'berth-payments-leads', members: ['lee'] },
    { role: 'developers', name: 'berth-payments-developers', members: ['newcomer', 'dana'] },
    { role: 'viewers', name: 'berth-payments-viewers', members: [] },
  ],
};

test('rows that nobody has changed are the plan again', () => {
  expect(planOf(rowsOf(PLAN), PLAN)).toEqual(PLAN);
});

test('who gets another id stays in their groups, and a login that is taken out is not sent empty', () => {
  const rows = changeRow(changeRow(rowsOf(PLAN), 1, { id: ' nora ' }), 0, { githubLogin: '' });
  const plan = planOf(rows, PLAN);
  expect(plan.groups.map(({ members }) => members)).toEqual([['lee'], ['nora', 'dana'], []]);
  expect(plan.people.map(({ id }) => id)).toEqual(['lee', 'nora', 'dana']);
  expect('githubLogin' in (plan.people[0] ?? {})).toBe(false);
});

test('who is taken out leaves every group; who comes in develops, and no two rows share a key', () => {
  const rows = withNewRow(withNewRow(withoutRow(rowsOf(PLAN), 1)));
  expect(new Set(rows.map(({ key }) => key)).size).toBe(4);
  const named = changeRow(rows, 2, { id: 'nia', mail: 'nia@example.test', name: 'Nia' });
  expect(planOf(withoutRow(named, 3), PLAN).groups.map(({ members }) => members)).toEqual([
    ['lee'],
    ['dana', 'nia'],
    [],
  ]);
});

test('of a new project everything is made', () => {
  expect(willMake(PLAN)).toEqual({
    accounts: [PLAN.people[1]],
    groups: [
      { name: 'berth-payments-leads', isNew: true, added: ['lee'] },
      { name: 'berth-payments-developers', isNew: true, added: ['newcomer', 'dana'] },
      { name: 'berth-payments-viewers', isNew: true, added: [] },
    ],
    team: ['dana-field'],
    withoutLogin: ['Newcomer'],
  });
});

test('of one that stands only what is added is made', () => {
  const standing: AccountPlan = {
    ...PLAN,
    madeBy: 'BR-7F3K2M9QXA',
    groups: PLAN.groups.map((group) => ({ ...group, existing: group.members.filter((id) => id !== 'newcomer') })),
  };
  const { accounts, groups, team } = willMake(standing);
  expect(accounts.map(({ id }) => id)).toEqual(['newcomer']);
  expect(groups).toEqual([{ name: 'berth-payments-developers', isNew: false, added: ['newcomer'] }]);
  expect(team).toEqual([]);
  expect([rolesBefore(standing, 'lee'), rolesBefore(standing, 'newcomer')]).toEqual([['leads'], []]);
});

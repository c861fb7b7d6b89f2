import type { Absence } from '../../domain/absence.ts';
import { findTold, type ToldDeps } from './told.ts';

const MANAGERS: Readonly<Record<string, string>> = { lee: 'mona', nia: 'mona', olga: 'max' };
const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
const absence: Absence = { id: '1', from: day(-1), until: day(1), delegate: null, by: 'max', at: day(-2) };

const deps: ToldDeps = {
  managerOf: async (id) => MANAGERS[id] ?? null,
  membersOf: async (group) => (group === 'heads' ? ['hana', 'max', 'lee'] : []),
  absencesOf: async (ids) => new Map(ids.filter((id) => id === 'max').map((id) => [id, [absence]])),
};
const told = (tell: readonly string[], who: readonly string[]) => findTold(deps, { tell, who });

test('a manager of several people is told once', async () => {
  expect(await told(['manager'], ['lee', 'nia'])).toEqual({ people: ['mona'], operators: false, unreached: [] });
});

test('of a group those are told who are there and not waited for themselves', async () => {
  expect(await told(['group:heads', 'platform-operator'], ['lee'])).toEqual({
    people: ['hana'],
    operators: true,
    unreached: [],
  });
});

test.each([
  ['has no manager', 'manager', 'cora'],
  ['has a manager who is away', 'manager', 'olga'],
  ['is a queue', 'manager', 'queue:support'],
  ['is in a group of nobody else', 'group:nobody', 'lee'],
])('when who is waited for %s, operators are told instead', async (_, audience, who) => {
  expect(await told([audience], [who])).toEqual({ people: [], operators: true, unreached: [audience] });
});

import type { Absence } from '../domain/absence.ts';
import type { Person } from '../domain/request.ts';
import { barredOf, type DelegateDeps, delegatesIn } from './delegates.ts';

const NOW = Date.parse('2026-11-25T10:00:00Z');
const UNTIL = '2026-11-28T08:00:00Z';
const PEOPLE: readonly Person[] = [
  ...['dora', 'lee', 'xena', 'yara', 'ada'].map((id) => ({ id, name: id, mail: `${id}@example.test` })),
  { id: 'max', name: 'max', mail: 'max@example.test', sharesWith: ['max-adm'] },
];

const away = (delegate: string | null, change: Partial<Absence> = {}): Absence => ({
  id: `${delegate}`,
  from: '2026-11-23T08:00:00Z',
  until: UNTIL,
  delegate,
  by: 'dora',
  at: '2026-11-20T08:00:00Z',
  ...change,
});

/** A directory in which ada is an auditor, and these are away. */
const deps = (absences: Readonly<Record<string, Absence>>): DelegateDeps => ({
  groups: { support: 's', operators: 'o', security: 'x', auditors: 'berth-auditors' },
  findPerson: async ({ id }) => PEOPLE.find((person) => person.id === id?.toLowerCase()) ?? null,
  membersOf: async (group) => (group === 'berth-auditors' ? ['Ada'] : []),
  absencesOf: async (ids) => new Map(ids.flatMap((id) => (absences[id] ? [[id, [absences[id]]]] : []))),
});

const LEAD = { mayDelegate: true, approvers: ['dora', 'lee', 'max'] };
const about = (involved: readonly string[] = []) => ({ involved: new Set(involved), now: NOW });

test('whoever somebody has named stands in for them, however the name is written', async () => {
  expect(await delegatesIn(deps({ dora: away('XENA') }), LEAD, about())).toEqual([
    { person: 'xena', for: 'dora', until: UNTIL },
  ]);
});

test.each<[string, Readonly<Record<string, Absence>>, readonly string[]]>([
  ['is only away', { dora: away(null) }, []],
  ['names somebody who is involved under another name', { dora: away('xena') }, ['xena@example.test']],
  ['was entered as away by somebody who is involved', { dora: away('xena', { by: 'Yara' }) }, ['yara']],
  ['names an auditor', { dora: away('ada') }, []],
  ['names somebody whom nobody can tell apart', { dora: away('max') }, []],
  ['cannot be told apart themselves', { max: away('xena') }, []],
  ['names somebody who is gone', { dora: away('zed') }, []],
  ['names somebody with a seat of their own', { dora: away('lee') }, []],
  ['names somebody who is away too', { dora: away('xena'), xena: away('yara', { by: 'xena' }) }, []],
])('nobody stands in for somebody who %s', async (_, absences, involved) => {
  expect(await delegatesIn(deps(absences), LEAD, about(involved))).toEqual([]);
});

test('where a stage lets nobody stand in, no absence is read', async () => {
  const absencesOf: DelegateDeps['absencesOf'] = () => Promise.reject(new Error('read'));

  expect(await delegatesIn({ ...deps({}), absencesOf }, { ...LEAD, mayDelegate: false }, about())).toEqual([]);
});

test('of those who have spoken for somebody, who is gone, involved or an auditor by now may not any more', async () => {
  expect(await barredOf(deps({}), ['xena', 'yara', 'ada', 'zed'], new Set(['yara']))).toEqual(['yara', 'ada', 'zed']);
});

import * as fc from 'fast-check';
import type { BusinessCalendar } from './calendar.ts';
import { ladderOf, rungsOf } from './escalation.ts';
import { escalationSettings } from './escalation-settings.ts';

/** Weekdays from nine to five, UTC. */
const OFFICE: BusinessCalendar = {
  zone: 'UTC',
  hours: [[], ...Array.from({ length: 5 }, () => [{ from: 540, to: 1020 }]), []],
  holidays: [],
};
const FRIDAY = '2026-11-20T09:00:00.000Z';
const NEXT_THURSDAY = '2026-11-26T17:00:00.000Z';
const TIMES = { from: FRIDAY, deadline: NEXT_THURSDAY };
const to = (after: string) => ({ after, tell: ['manager'] });
const moments = (ladder: readonly { after: string }[], calendar?: BusinessCalendar) =>
  rungsOf(
    ladder.map(({ after }) => to(after)),
    calendar,
    TIMES,
  ).map(({ at }) => at.slice(0, 16));

test('left to itself every wait of people has one rung, before its end; what failed has none', () => {
  const settings = escalationSettings.parse({});
  for (const wait of ['triage', 'accounts', 'selection', 'approval', 'manual'])
    expect(ladderOf(settings, wait)).toEqual([{ after: '80%', tell: ['platform-operator'] }]);
  expect(ladderOf(settings, 'repair')).toEqual([]);
  expect(ladderOf(settings, 'confirm-sender')).toEqual([]);
});

test('a rung is reached after so much working time, or such a share of it', () => {
  expect(moments([to('2d'), to('4h'), to('80%')], OFFICE)).toEqual([
    '2026-11-20T13:00',
    '2026-11-24T09:00',
    '2026-11-25T17:00',
  ]);
  expect(moments([to('2d'), to('50%')])).toEqual(['2026-11-22T09:00', '2026-11-23T13:00']);
});

test('a rung after the deadline is never reached', () => {
  expect(moments([to('30d'), to('5d')], OFFICE)).toEqual([]);
});

test('whatever the ladder, rungs come in order, after the beginning and before the end', () => {
  const after = fc.oneof(
    fc.tuple(fc.integer({ min: 1, max: 40 }), fc.constantFrom('h', 'd')).map(([n, unit]) => `${n}${unit}`),
    fc.integer({ min: 1, max: 99 }).map((n) => `${n}%`),
  );
  fc.assert(
    fc.property(fc.array(after.map(to)), fc.boolean(), (ladder, works) => {
      const at = rungsOf(ladder, works ? OFFICE : undefined, TIMES).map((rung) => rung.at);
      expect(at).toEqual(at.toSorted());
      for (const one of at) expect(one >= FRIDAY && one < NEXT_THURSDAY).toBe(true);
    }),
  );
});

test.each([
  ['a time that is none', { approval: [{ after: 'soon', tell: ['manager'] }] }],
  ['all of the time', { approval: [{ after: '100%', tell: ['manager'] }] }],
  ['nobody', { approval: [{ after: '1d', tell: [] }] }],
  ['somebody by name', { approval: [{ after: '1d', tell: ['lee'] }] }],
  ['a wait that is none', { approvals: [] }],
])('%s is refused', (_, settings) => {
  expect(escalationSettings.safeParse(settings).success).toBe(false);
});

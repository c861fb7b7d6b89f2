import * as fc from 'fast-check';
import { type Absence, notOver, openAbsence, openDelegation } from './absence.ts';

const NOW = Date.parse('2026-11-25T10:00:00Z');

const absence = (change: Partial<Absence> = {}): Absence => ({
  id: 'a',
  from: '2026-11-23T08:00:00Z',
  until: '2026-11-28T08:00:00Z',
  delegate: 'xena',
  by: 'dora',
  at: '2026-11-20T08:00:00Z',
  ...change,
});

test('somebody stands in from the first moment of a window until its last, and not at its end', () => {
  const standsIn = (time: string) => openDelegation('dora', [absence()], Date.parse(time))?.delegate;

  expect(standsIn('2026-11-23T07:59:59.999Z')).toBeUndefined();
  expect(standsIn('2026-11-23T08:00:00Z')).toBe('xena');
  expect(standsIn('2026-11-28T07:59:59.999Z')).toBe('xena');
  expect(standsIn('2026-11-28T08:00:00Z')).toBeUndefined();
});

test('of several open windows the one that was entered last says how it is, in whatever order they come', () => {
  const before = absence();
  const after = absence({ id: 'b', delegate: null, at: '2026-11-24T08:00:00Z' });
  const over = absence({ id: 'c', delegate: 'yara', until: '2026-11-24T08:00:00Z', at: '2026-11-24T09:00:00Z' });
  const later = absence({ id: 'd', delegate: 'zoe', from: '2026-11-26T08:00:00Z', at: '2026-11-24T10:00:00Z' });

  fc.assert(
    fc.property(fc.shuffledSubarray([before, after, over, later], { minLength: 4 }), (all) => {
      expect(openAbsence(all, NOW)?.id).toBe('b');
      expect(openDelegation('dora', all, NOW)).toBeUndefined();
      expect(notOver(all, NOW).map(({ id }) => id)).not.toContain('c');
    }),
  );
});

test.each<[string, Partial<Absence>, string | undefined]>([
  ['the person', {}, 'xena'],
  ['somebody else for them', { by: 'olga' }, 'xena'],
  ['whoever would stand in', { by: 'XENA' }, undefined],
])('a delegation entered by %s', (_, change, delegate) => {
  expect(openDelegation('Dora', [absence(change)], NOW)?.delegate).toBe(delegate);
});

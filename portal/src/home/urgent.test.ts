import { isOverdue, mostUrgentFirst } from './urgent.ts';

const due = (deadline: string | null) => ({ waitingOn: deadline === null ? null : { deadline } });
const OVER = due('2026-11-21T08:00:00.000Z');
const SOON = due('2026-11-23T08:00:00.000Z');

test('what is overdue comes first, what has no term last', () => {
  expect(mostUrgentFirst([due(null), SOON, OVER])).toEqual([OVER, SOON, due(null)]);
  const now = Date.parse('2026-11-22T08:00:00.000Z');
  expect([OVER, SOON, due(null)].map((item) => isOverdue(item, now))).toEqual([true, false, false]);
});

import { lasted } from './lasted.ts';

test.each([
  ['2026-11-22T08:00:00.020Z', '1 second'],
  ['2026-11-22T08:00:01.400Z', '1 second'],
  ['2026-11-22T08:01:30.000Z', '90 seconds'],
  ['2026-11-22T08:05:00.000Z', '5 minutes'],
  ['2026-11-22T09:59:00.000Z', '119 minutes'],
  ['2026-11-22T12:00:00.000Z', '4 hours'],
  ['2026-11-25T08:00:00.000Z', '3 days'],
])('until %s: %s', (to, words) => {
  expect(lasted('2026-11-22T08:00:00.000Z', to, 'en')).toBe(words);
});

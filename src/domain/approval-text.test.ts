import { describeDeciders } from './approval-text.ts';

const until = '2026-11-28T08:00:00.000Z';

test.each([
  ['lead: lee or dora', []],
  [
    'lead: lee or xena for dora, who is away until Sat, 28 Nov 2026 08:00 UTC',
    [{ person: 'xena', for: 'dora', until }],
  ],
])('%s', (said, delegates) => {
  expect(describeDeciders({ name: 'lead', approvers: ['lee', 'dora'], delegates })).toBe(said);
});

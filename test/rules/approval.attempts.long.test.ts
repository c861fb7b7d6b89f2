import { attack, seldom } from '../support/approvals/attack.ts';

const ATTEMPTS = 100_000;

test('in a hundred thousand attempts what counts is exactly what has to', async () => {
  const tally = await attack(ATTEMPTS);

  expect(tally.attempts).toBeGreaterThanOrEqual(ATTEMPTS);
  expect(tally.accepted / tally.attempts).toBeGreaterThan(0.3);
  expect(seldom(tally)).toEqual([]);
}, 1_800_000);

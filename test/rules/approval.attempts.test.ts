import { attack, seldom } from '../support/approvals/attack.ts';

/** Of what `npm run test:long` plays, a tenth. */
const ATTEMPTS = 10_000;

test('whatever is tried, what counts is exactly what has to', async () => {
  const tally = await attack(ATTEMPTS);

  expect(tally.attempts).toBeGreaterThanOrEqual(ATTEMPTS);
  expect(tally.accepted / tally.attempts).toBeGreaterThan(0.3);
  expect(seldom(tally)).toEqual([]);
}, 300_000);

import { floodReason, type TakenMail, UNPROVEN_A_DAY, withinDay } from './flood.ts';

const NOW = new Date('2026-11-21T12:00:00Z');
const hoursAgo = (hours: number) => new Date(NOW.getTime() - hours * 3_600_000).toISOString();

/** So many mails, each from another sender unless `from` names one. */
function taken(count: number, from?: string, hours = 1): TakenMail[] {
  return Array.from({ length: count }, (_, i) => ({
    mail: `BR-${from ?? 'any'}-${i}`,
    from: from ?? `${i}@outside.test`,
    at: hoursAgo(hours),
  }));
}

const dana = { mail: 'BR-NEW', from: 'dana@example.test' };
const { perSender, perMailbox } = UNPROVEN_A_DAY;

test('a sender has so many mails a day, others have theirs', () => {
  const mails = taken(perSender, 'dana@example.test');

  expect(floodReason(mails.slice(1), dana, NOW)).toBeUndefined();
  expect(floodReason(mails, dana, NOW)).toBe(
    `more than ${perSender} unproven mails from dana@example.test in 24 hours`,
  );
  expect(floodReason(mails, { ...dana, from: 'lee@example.test' }, NOW)).toBeUndefined();
});

test('a mailbox has so many mails a day, whoever sends them', () => {
  expect(floodReason(taken(perMailbox - 1), dana, NOW)).toBeUndefined();
  expect(floodReason(taken(perMailbox), dana, NOW)).toBe(`more than ${perMailbox} unproven mails in 24 hours`);
});

test('a mail that was counted is never held when it is read again', () => {
  const [first, ...more] = taken(perSender, 'dana@example.test') as [TakenMail, ...TakenMail[]];

  expect(floodReason([first, ...more], first, NOW)).toBeUndefined();
});

test('after a day a mail counts no more', () => {
  const mails = taken(perSender, 'dana@example.test', 24);

  expect(floodReason(mails, dana, NOW)).toBeUndefined();
  expect(withinDay([...mails, ...taken(1)], NOW)).toEqual(taken(1));
});

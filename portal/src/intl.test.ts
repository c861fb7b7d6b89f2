import { day, money, month, number, relative } from './intl.ts';

test('numbers, days and times are written as in German', () => {
  expect(money(1234.5, 'USD', 'de')).toMatch(/^1\.234,50\s\$$/);
  expect(number(12_345.6, 'de')).toBe('12.345,6');
  expect(day('2026-12-07', 'de')).toBe('07.12.2026');
  expect(month('2026-12', 'de')).toBe('Dezember 2026');
});

test.each([
  [3 * 86_400_000, 'in 3 days', 'in 3 Tagen'],
  [-2 * 3_600_000, '2 hours ago', 'vor 2 Stunden'],
  [-30_000, 'this minute', 'in dieser Minute'],
])('%i ms from now are said in the largest unit that fits', (ms, english, german) => {
  expect(relative(ms, 'en')).toBe(english);
  expect(relative(ms, 'de')).toBe(german);
});

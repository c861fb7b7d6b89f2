import { calendarSettings } from './calendar-settings.ts';
import { easterSunday, isHoliday, parseHoliday } from './holidays.ts';

const read = (change: object) =>
  calendarSettings.safeParse({ zone: 'Europe/Berlin', hours: { 'mon-fri': '09:00-17:00' }, ...change });
const problemsOf = (change: object) =>
  read(change).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];

test('hours are read by weekday, from Sunday, over the weekend too', () => {
  const { hours } = read({ hours: { 'sat-mon': '10:00-24:00', wed: '09:00-12:00, 13:00-17:30' } }).data ?? {};
  const long = [{ from: 600, to: 1440 }];
  const noon = [
    { from: 540, to: 720 },
    { from: 780, to: 1050 },
  ];
  expect(hours).toEqual([long, long, [], noon, [], [], long]);
});

test.each([
  ['a zone that nobody knows', { zone: 'Europe/Bonn' }, 'zone: must be a time zone'],
  ['no weekday at all', { hours: {} }, 'hours: must open on at least one weekday'],
  ['an unknown weekday', { hours: { Monday: '09:00-17:00' } }, 'hours.Monday: must be a weekday or several'],
  ['a weekday twice', { hours: { 'mon-fri': '09:00-17:00', fri: '09:00-13:00' } }, 'hours: fri is named twice'],
  ['hours that end before they begin', { hours: { mon: '17:00-09:00' } }, 'hours.mon: must be times of day in order'],
  ['hours that overlap', { hours: { mon: '09:00-13:00, 12:00-17:00' } }, 'hours.mon: must be times of day in order'],
  ['a time that no clock shows', { hours: { mon: '09:00-24:30' } }, 'hours.mon: must be times of day in order'],
  ['a day that does not exist', { holidays: ['2026-02-30'] }, 'holidays.0: must be a day such as'],
  ['a yearly day that does not exist', { holidays: ['12-25', '13-01'] }, 'holidays.1: must be a day such as'],
  ['a rule that nobody knows', { holidays: ['pentecost'] }, 'holidays.0: must be a day such as'],
  ['a file elsewhere', { holidays: [{ ics: '../holidays.ics' }] }, 'holidays.0.ics: must be a file such as'],
  ['a field that nobody reads', { holiday: [] }, 'Unrecognized key'],
])('says what is wrong with %s', (_, change, problem) => {
  expect(problemsOf(change)).toEqual([expect.stringContaining(problem)]);
});

const dayOf = (iso: string) => Date.parse(iso) / 86_400_000;
const isFree = (rule: string, iso: string) => {
  const holiday = parseHoliday(rule);
  return holiday !== undefined && isHoliday([holiday], dayOf(iso));
};

test('Easter is where the tables have it', () => {
  // The earliest, the latest, and the years that simpler rules get wrong.
  const known = ['1818-03-22', '1943-04-25', '1954-04-18', '1981-04-19', '2000-04-23', '2024-03-31', '2026-04-05'];
  for (const iso of [...known, '2027-03-28', '2038-04-25', '2049-04-18', '2076-04-19'])
    expect(easterSunday(Number(iso.slice(0, 4)))).toBe(dayOf(iso));
});

test('holidays are single days, days of each year, and days around Easter', () => {
  expect([isFree('2026-12-24', '2026-12-24'), isFree('2026-12-24', '2027-12-24')]).toEqual([true, false]);
  expect([isFree('12-25', '2031-12-25'), isFree('12-25', '2031-12-26')]).toEqual([true, false]);
  expect([isFree('02-29', '2028-02-29'), isFree('02-29', '2027-03-01')]).toEqual([true, false]);
  expect([isFree('easter-2', '2027-03-26'), isFree('easter', '2027-03-28'), isFree('easter+39', '2027-05-06')]).toEqual(
    [true, true, true],
  );
});

import * as fc from 'fast-check';
import {
  addWorkingTime,
  type BusinessCalendar,
  CalendarError,
  nextWorkingDay,
  nextWorkingMoment,
  workingTimeBetween,
} from './calendar.ts';
import { openCalendar } from './calendar-files.ts';
import { calendarSettings } from './calendar-settings.ts';
import { parseDuration } from './duration.ts';

const MINUTE = 60_000;
const at = (iso: string) => Date.parse(iso);
const add = (calendar: BusinessCalendar, from: string, duration: string) =>
  new Date(addWorkingTime(calendar, at(from), parseDuration(duration))).toISOString().slice(0, 16);

const calendarOf = (zone: string, hours: Record<string, string>, holidays: string[] = []) =>
  openCalendar({ sha: '', files: new Map() }, calendarSettings.parse({ zone, hours, holidays }));
const OFFICE = { 'mon-fri': '09:00-17:00' };
const ALWAYS = { 'sun-sat': '00:00-24:00' };
const HOLIDAYS = ['01-01', 'easter-2', 'easter+1', '12-24', '12-25', '12-26', '2027-03-22'];
const BERLIN = calendarOf('Europe/Berlin', OFFICE, HOLIDAYS);

describe('an office in Berlin, by hand', () => {
  test.each([
    ['within a day', '2026-11-20T10:00Z', '4h', '2026-11-20T14:00'],
    ['over the night', '2026-11-19T14:00Z', '4h', '2026-11-20T10:00'],
    ['over the weekend', '2026-11-20T14:30Z', '2h', '2026-11-23T08:30'],
    ['to closing time, not to the next morning', '2026-11-20T08:00Z', '8h', '2026-11-20T16:00'],
    ['from the evening before a weekend', '2026-11-20T19:00Z', '30m', '2026-11-23T08:30'],
    ['nothing, on a Saturday', '2026-11-21T12:00Z', '0h', '2026-11-23T08:00'],
    ['a day', '2026-11-20T10:00Z', '1d', '2026-11-23T10:00'],
    ['a day from an evening', '2026-11-20T19:00Z', '1d', '2026-11-24T08:00'],
    ['a day from closing time', '2026-11-20T16:00Z', '1d', '2026-11-23T16:00'],
    ['over Christmas', '2026-12-23T15:00Z', '2h', '2026-12-28T09:00'],
    ['days over Christmas and New Year', '2026-12-22T11:00Z', '5d', '2026-12-31T11:00'],
    ['clocks go forward at Easter', '2027-03-25T15:00Z', '2h', '2027-03-30T08:00'],
    ['the same time of day when clocks go back', '2026-10-23T12:00Z', '1d', '2026-10-26T13:00'],
  ])('%s', (_, from, duration, expected) => expect(add(BERLIN, from, duration)).toBe(expected));
});

test('a day that closes early ends at its closing time, and lunch is no working time', () => {
  const calendar = calendarOf('UTC', { 'mon-thu': '09:00-12:00, 13:00-17:00', fri: '09:00-13:00' });
  expect(add(calendar, '2026-11-19T16:00Z', '1d')).toBe('2026-11-20T13:00');
  expect(add(calendar, '2026-11-19T16:00Z', '2d')).toBe('2026-11-23T16:00');
  expect(add(calendar, '2026-11-19T11:30Z', '1h')).toBe('2026-11-19T13:30');
});

test('the hour that clocks skip does not count, the one that they repeat counts twice', () => {
  const night = calendarOf('Europe/Berlin', { 'sun-sat': '01:00-04:00' });
  expect(add(night, '2027-03-28T00:30Z', '1h')).toBe('2027-03-28T01:30');
  expect(add(night, '2027-03-28T00:00Z', '2h')).toBe('2027-03-28T02:00');
  expect(add(night, '2026-10-24T23:00Z', '4h')).toBe('2026-10-25T03:00');
  expect(add(night, '2026-10-24T23:00Z', '241m')).toBe('2026-10-26T00:01');
  expect(add(night, '2027-03-27T01:30Z', '1d')).toBe('2027-03-28T01:00');
  const half = calendarOf('Europe/Berlin', { 'sun-sat': '01:00-02:30' });
  expect(workingTimeBetween(half, at('2026-10-24T22:00Z'), at('2026-10-25T12:00Z'))).toBe(120 * MINUTE);
});

test('on all sides of the world', () => {
  expect(add(calendarOf('Pacific/Auckland', OFFICE), '2026-11-20T05:00Z', '1h')).toBe('2026-11-22T21:00');
  expect(add(calendarOf('America/Los_Angeles', OFFICE), '2026-11-21T00:30Z', '1h')).toBe('2026-11-23T17:30');
  expect(add(calendarOf('Asia/Kathmandu', OFFICE), '2026-11-20T03:00Z', '1h')).toBe('2026-11-20T04:15');
});

test('a calendar on which nobody ever works is refused instead of searched for ever', () => {
  const closed: BusinessCalendar = { zone: 'UTC', hours: [], holidays: [] };
  for (const duration of ['1h', '0h', '1d'])
    expect(() => add(closed, '2026-11-20T05:00Z', duration)).toThrow(CalendarError);
});

/** Two years of moments to the minute, with four changes of clocks. */
const moment = fc.integer({ min: 0, max: 2 * 365 * 1440 }).map((minutes) => at('2026-01-01T00:00Z') + minutes * MINUTE);
const nearChange = fc
  .tuple(
    fc.constantFrom('2026-03-29', '2026-10-25', '2027-03-14', '2027-03-28', '2026-04-05', '2026-11-01'),
    fc.integer({ min: -2880, max: 2880 }),
  )
  .map(([day, minutes]) => at(`${day}T00:00Z`) + minutes * MINUTE);
const from = fc.oneof(moment, nearChange);
const zone = fc.constantFrom(
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'America/Nuuk',
  'Asia/Kathmandu',
);
const hours = fc.constantFrom<Record<string, string>>(
  OFFICE,
  ALWAYS,
  { 'sat-sun': '00:30-03:15' },
  { 'sun-sat': '22:00-24:00' },
  {
    'mon-thu': '00:00-01:30, 02:10-02:50, 13:00-24:00',
    sun: '01:30-02:30',
  },
);
const calendars = fc.tuple(zone, hours).map(([name, open]) => calendarOf(name, open, HOLIDAYS));
const minutes = fc.nat(2000);
const addMinutes = (calendar: BusinessCalendar, start: number, amount: number) =>
  addWorkingTime(calendar, start, { amount, unit: 'm' });
const addDays = (calendar: BusinessCalendar, start: number, amount: number) =>
  addWorkingTime(calendar, start, { amount, unit: 'd' });

const wallClocks = new Map<string, Intl.DateTimeFormat>();

/** Whether the minute that begins here is working time: by the clock on the wall, without any of the code above. */
function isWorking({ zone: timeZone, hours: open }: BusinessCalendar, minute: number): boolean {
  const format =
    wallClocks.get(timeZone) ??
    new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short', hourCycle: 'h23' });
  wallClocks.set(timeZone, format);
  const [date = '', time = ''] = format.format(minute).split(' ');
  const free = ['2026-04-03', '2026-04-06', '2027-03-26', '2027-03-29', '2027-03-22', '2028-01-01'];
  if (free.includes(date) || /-(01-01|12-2[456])$/.test(date)) return false;
  const [hour = 0, rest = 0] = time.split(':').map(Number);
  const clock = hour * 60 + rest;
  return (open[new Date(date).getUTCDay()] ?? []).some((one) => one.from <= clock && clock < one.to);
}

test('counts exactly the minutes in which a clock on the wall shows working time', () => {
  fc.assert(
    fc.property(calendars, from, fc.nat(2000), (calendar, start, length) => {
      const end = start + length * MINUTE;
      let sum = 0;
      for (let minute = start; minute < end; minute += MINUTE) if (isWorking(calendar, minute)) sum += MINUTE;
      expect(workingTimeBetween(calendar, start, end)).toBe(sum);
    }),
    { numRuns: 60 },
  );
});

test('what is added is what lies between, and it ends within working hours, never on a holiday', () => {
  fc.assert(
    fc.property(calendars, from, minutes, (calendar, start, amount) => {
      const end = addMinutes(calendar, start, amount);
      expect(workingTimeBetween(calendar, start, end)).toBe(amount * MINUTE);
      expect(isWorking(calendar, end) || isWorking(calendar, end - MINUTE)).toBe(true);
    }),
  );
});

test('parts add up', () => {
  fc.assert(
    fc.property(calendars, from, minutes, minutes, (calendar, start, first, second) => {
      const once = addMinutes(calendar, start, first + second);
      expect(addMinutes(calendar, addMinutes(calendar, start, first), second)).toBe(once);
    }),
  );
});

test('whoever starts later or waits longer never ends earlier, in minutes and in days', () => {
  const days = fc.integer({ min: 0, max: 12 });
  fc.assert(
    fc.property(
      calendars,
      from,
      fc.nat(5000),
      minutes,
      days,
      fc.nat(3),
      (calendar, start, later, amount, day, more) => {
        const second = start + later * MINUTE;
        expect(addMinutes(calendar, second, amount)).toBeGreaterThanOrEqual(addMinutes(calendar, start, amount));
        expect(addDays(calendar, second, day)).toBeGreaterThanOrEqual(addDays(calendar, start, day));
        expect(addDays(calendar, start, day + more)).toBeGreaterThanOrEqual(addDays(calendar, start, day));
      },
    ),
  );
});

test('working days end within working hours, and add up where all days open alike', () => {
  const days = fc.integer({ min: 0, max: 12 });
  const alike = fc.tuple(
    fc.constantFrom('UTC', 'Europe/Berlin'),
    fc.constantFrom('09:00-17:00', '08:15-12:00, 13:00-16:45'),
  );
  fc.assert(
    fc.property(calendars, alike, from, days, days, (calendar, [name, open], start, first, second) => {
      const end = addDays(calendar, start, first);
      expect(isWorking(calendar, end) || isWorking(calendar, end - MINUTE)).toBe(true);
      const office = calendarOf(name, { 'mon-fri': open }, HOLIDAYS);
      expect(addDays(office, addDays(office, start, first), second)).toBe(addDays(office, start, first + second));
    }),
  );
});

test('where it is always open it is plain addition', () => {
  fc.assert(
    fc.property(zone, from, minutes, fc.nat(30), (name, start, amount, days) => {
      expect(addMinutes(calendarOf(name, ALWAYS), start, amount)).toBe(start + amount * MINUTE);
      expect(addDays(calendarOf('UTC', ALWAYS), start, days)).toBe(start + days * 1440 * MINUTE);
    }),
  );
});

describe('for reminders of people', () => {
  const when = (moment: number) => new Date(moment).toISOString().slice(0, 16);
  test.each([
    ['in working hours it is now', '2026-11-20T10:00Z', '2026-11-20T10:00', '2026-11-23T08:00'],
    ['before they begin it is that day', '2026-11-20T05:00Z', '2026-11-20T08:00', '2026-11-23T08:00'],
    [
      'on a weekend it is Monday, which is the next day too',
      '2026-11-21T12:00Z',
      '2026-11-23T08:00',
      '2026-11-23T08:00',
    ],
    ['the day is the day of the zone', '2026-11-18T23:30Z', '2026-11-19T08:00', '2026-11-20T08:00'],
    ['holidays are no working days', '2026-12-23T12:00Z', '2026-12-23T12:00', '2026-12-28T08:00'],
  ])('%s', (_, from, opens, nextDay) => {
    expect(when(nextWorkingMoment(BERLIN, at(from)))).toBe(opens);
    expect(when(nextWorkingDay(BERLIN, at(from)))).toBe(nextDay);
  });
});

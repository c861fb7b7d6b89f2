import { daysOf } from './ics.ts';

const calendar = (...events: string[]) =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', ...events, 'END:VCALENDAR', ''].join('\r\n');
const event = (...lines: string[]) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT'].join('\r\n');

const isoOf = (day: number) => new Date(day * 86_400_000).toISOString().slice(0, 10);
const read = (text: string, zone = 'Europe/Berlin') => [...daysOf(text, zone)].map(isoOf).toSorted();
const from = (year: number, ...events: string[]) =>
  read(calendar(...events)).filter((day) => day.startsWith(String(year)));

test('days are those of whole-day events, the last one left out as the format has it', () => {
  const text = calendar(
    event('DTSTART;VALUE=DATE:20270326', 'SUMMARY:Good Friday'),
    event('DTSTART;VALUE=DATE:20271224', 'DTEND;VALUE=DATE:20271227', 'TRANSP:TRANSPARENT'),
    event('DTSTART;VALUE=DATE:20270809', 'DURATION:P1W'),
  );
  expect(read(text)).toEqual([
    '2027-03-26',
    ...[9, 10, 11, 12, 13, 14, 15].map((day) => `2027-08-${String(day).padStart(2, '0')}`),
    '2027-12-24',
    '2027-12-25',
    '2027-12-26',
  ]);
});

test('rules repeat, without what they leave out, and with what is added', () => {
  const yearly = event('DTSTART;VALUE=DATE:20201225', 'RRULE:FREQ=YEARLY', 'EXDATE;VALUE=DATE:20271225');
  expect(from(2026, yearly)).toEqual(['2026-12-25']);
  expect(from(2027, yearly)).toEqual([]);
  const third = event('DTSTART;VALUE=DATE:20260119', 'RRULE:FREQ=YEARLY;BYMONTH=1;BYDAY=3MO;COUNT=2');
  expect(read(calendar(third))).toEqual(['2026-01-19', '2027-01-18']);
  const added = event('DTSTART;VALUE=DATE:20270104', 'RRULE:FREQ=WEEKLY;UNTIL=20270111', 'RDATE;VALUE=DATE:20270601');
  expect(read(calendar(added))).toEqual(['2027-01-04', '2027-01-11', '2027-06-01']);
});

test('days that a year does not have are left out of it', () => {
  const leap = event('DTSTART;VALUE=DATE:20240229', 'RRULE:FREQ=YEARLY');
  expect([from(2027, leap), from(2028, leap)]).toEqual([[], ['2028-02-29']]);
  const ends = event('DTSTART;VALUE=DATE:20240131', 'RRULE:FREQ=YEARLY;BYMONTH=2,3;BYMONTHDAY=29,30,31');
  expect(from(2027, ends)).toEqual(['2027-03-29', '2027-03-30', '2027-03-31']);
  const last = event(
    'DTSTART;VALUE=DATE:20240531',
    'RRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO',
    'RDATE;VALUE=DATE:20270101',
  );
  expect(from(2027, last)).toEqual(['2027-01-01', '2027-05-31']);
});

test('one that was moved or cancelled is where it is now', () => {
  const series = event('UID:a', 'DTSTART;VALUE=DATE:20270301', 'RRULE:FREQ=MONTHLY;COUNT=3');
  const moved = event('UID:a', 'RECURRENCE-ID;VALUE=DATE:20270401', 'DTSTART;VALUE=DATE:20270402');
  const cancelled = event(
    'UID:a',
    'RECURRENCE-ID;VALUE=DATE:20270501',
    'DTSTART;VALUE=DATE:20270501',
    'STATUS:CANCELLED',
  );
  const other = event('UID:b', 'DTSTART;VALUE=DATE:20270701', 'STATUS:CANCELLED');
  expect(read(calendar(series, moved, cancelled, other))).toEqual(['2027-03-01', '2027-04-02']);
});

test('of events with times those days count that they cover in the zone of the calendar', () => {
  const utc = event('DTSTART:20270104T230000Z', 'DTEND:20270105T230000Z');
  expect(read(calendar(utc))).toEqual(['2027-01-05']);
  expect(read(calendar(utc), 'UTC')).toEqual([]);
  const summer = event('DTSTART;TZID=Europe/Berlin:20270706T000000', 'DTEND;TZID=Europe/Berlin:20270708T000000');
  expect(read(calendar(summer))).toEqual(['2027-07-06', '2027-07-07']);
  expect(read(calendar(summer), 'America/New_York')).toEqual(['2027-07-06']);
  const floating = event('DTSTART:20270309T120000', 'DTEND:20270311T120000');
  expect(read(calendar(floating))).toEqual(['2027-03-10']);
});

test('the day on which clocks change is a day', () => {
  const spring = event('DTSTART;TZID=Europe/Berlin:20270328T000000', 'DTEND;TZID=Europe/Berlin:20270329T000000');
  const autumn = event('DTSTART:20271030T220000Z', 'DTEND:20271031T230000Z');
  expect(read(calendar(spring, autumn))).toEqual(['2027-03-28', '2027-10-31']);
});

test('a rule that ends at a moment ends with that day', () => {
  const rule = 'RRULE:FREQ=DAILY;UNTIL=20270105T230000Z';
  const daily = event('DTSTART;TZID=Europe/Berlin:20270104T000000', 'DTEND;TZID=Europe/Berlin:20270105T000000', rule);
  expect(read(calendar(daily))).toEqual(['2027-01-04', '2027-01-05', '2027-01-06']);
});

test('meetings, tasks and what the file says of zones are left alone', () => {
  const zone = ['BEGIN:VTIMEZONE', 'TZID:Ours', 'BEGIN:STANDARD', 'DTSTART:16010101T000000', 'TZOFFSETFROM:+0100'];
  const hostile = [...zone, 'TZOFFSETTO:+0100', 'RRULE:FREQ=SECONDLY', 'END:STANDARD', 'END:VTIMEZONE'].join('\r\n');
  const meeting = event('DTSTART;TZID=Ours:20270104T090000', 'DTEND;TZID=Ours:20270104T100000', 'RRULE:FREQ=SECONDLY');
  const task = ['BEGIN:VTODO', 'DTSTART;VALUE=DATE:20270105', 'END:VTODO'].join('\r\n');
  expect(read(calendar(hostile, meeting, task, event('DTSTART:20270104T090000')))).toEqual([]);
});

test('several calendars in one file are one', () => {
  const two = ['20270104', '20270105'].map((day) => calendar(event(`DTSTART;VALUE=DATE:${day}`)));
  expect(read(two.join(''))).toEqual(['2027-01-04', '2027-01-05']);
});

const day = 'DTSTART;VALUE=DATE:20270104';
const many = (count: number, line: string) => Array.from({ length: count }, () => line);

test.each<[string, string, string]>([
  ['is something else', 'holidays: []', 'is no iCalendar file'],
  ['is empty', '', 'is no iCalendar file: it has no BEGIN:VCALENDAR'],
  ['breaks off', 'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n', 'is no iCalendar file that can be read: invalid ical body'],
  ['has an event without beginning', calendar(event('SUMMARY:x')), 'DTSTART is missing'],
  ['has a day that does not exist', calendar(event('DTSTART;VALUE=DATE:20270230')), 'does not exist: 2027-02-30'],
  ['has a year that nobody means', calendar(event('DTSTART;VALUE=DATE:00010101')), 'has an event of 1;'],
  [
    'has a zone that nobody knows',
    calendar(event('DTSTART;TZID=W. Europe Standard Time:20270104T000000', 'DTEND;TZID=UTC:20270105T000000')),
    '"W. Europe Standard Time", which is none of the IANA database',
  ],
  ['repeats every second', calendar(event(day, 'RRULE:FREQ=SECONDLY')), 'a rule (RRULE) that repeats SECONDLY'],
  [
    'has a rule of endless lists',
    calendar(event(day, `RRULE:FREQ=YEARLY;BYYEARDAY=${Array.from({ length: 200 }, (_, n) => n + 1).join(',')}`)),
    'a rule (RRULE) that is too long',
  ],
  ['says that nobody ever works', calendar(event(day, 'RRULE:FREQ=DAILY')), 'names more than 10000 days'],
  ['says it with one event', calendar(event(day, 'DURATION:P99999D')), 'names more than 10000 days'],
  ['lasts for ever', calendar(event(day, 'DURATION:P999999999D')), 'names more than 10000 days'],
  ['counts weeks', calendar(event(day, 'RRULE:FREQ=YEARLY;BYWEEKNO=20')), 'a rule (RRULE) with BYWEEKNO'],
  ['has two rules for one event', calendar(event(day, 'RRULE:FREQ=DAILY', 'RRULE:FREQ=WEEKLY')), 'two RRULE'],
  ['has too many events', calendar(...many(1_001, event(day))), 'has more than 1000 events'],
  ['is too large', calendar(`X-COMMENT:${'x'.repeat(500_000)}`), 'has more than 500000 characters'],
])('a file that %s is refused with its reason', (_, text, reason) => {
  expect(() => read(text)).toThrow(reason);
});

test.each<[string, string]>([
  ['days that never come', calendar(...many(100, event(day, 'RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30')))],
  ['days that never come by month', calendar(event(day, 'RRULE:FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30;COUNT=9'))],
  ['components in each other', calendar([...many(5_000, 'BEGIN:X'), ...many(5_000, 'END:X')].join('\r\n'))],
  ['a rule without days', calendar(event(day, 'RRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=1MO;BYMONTHDAY=15,16'))],
])('%s cost little', (_, text) => {
  expect(read(text).length).toBeLessThanOrEqual(1);
});

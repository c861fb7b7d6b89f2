import type { FleetSnapshot } from './fleet.ts';
import { calendarOf, readEveryCalendar } from './fleet-settings.ts';
import { isHoliday } from './holidays.ts';

const ORGANISATION = `
apiVersion: berth.dev/v1
kind: Organisation
name: example
title: Example
priceBook: "2026-01"
leaseDays: { dev: 30, test: 90, staging: 180, prod: null }
`;
const WITH_CALENDARS = `${ORGANISATION}
calendars:
  default: { zone: UTC, hours: { mon-fri: 09:00-17:00 } }
  berlin: { zone: Europe/Berlin, hours: { mon-fri: 09:00-17:00 }, holidays: [12-25] }
`;
const projectOf = (name: string, more: string) =>
  [
    `projects/${name}.yaml`,
    `apiVersion: berth.dev/v1\nkind: Project\nname: ${name}\ntitle: T\ncostCentre: CC-1\nleads: [lee]\n${more}\n`,
  ] as const;
const fleetOf = (organisation: string): FleetSnapshot => ({
  sha: '',
  files: new Map([
    ['organisation.yaml', organisation],
    projectOf('city', 'calendar: berlin'),
    projectOf('below', 'parent: city'),
    projectOf('alone', ''),
    projectOf('wrong', 'calendar: paris'),
  ]),
});
const zoneOf = (slug: string, organisation = WITH_CALENDARS) => calendarOf(fleetOf(organisation), slug)?.zone;

test('a project has the calendar that it names, or one above it, else the default', () => {
  expect(zoneOf('city')).toBe('Europe/Berlin');
  expect(zoneOf('below')).toBe('Europe/Berlin');
  expect(zoneOf('alone')).toBe('UTC');
  expect(zoneOf('not-yet')).toBe('UTC');
  expect(zoneOf('')).toBe('UTC');
});

test('without calendars every hour counts', () => {
  expect(zoneOf('alone', ORGANISATION)).toBeUndefined();
});

test('a calendar that is not there is said of the project that names it', () => {
  expect(() => zoneOf('wrong')).toThrow(
    'projects/wrong.yaml: calendar: organisation.yaml has no calendar paris; it has: default, berlin',
  );
});

const HOLIDAYS = ['BEGIN:VCALENDAR', 'BEGIN:VEVENT', 'DTSTART;VALUE=DATE:20270528', 'END:VEVENT', 'END:VCALENDAR', ''];

/** The fleet whose Berlin has this file for its holidays, beside a day of its own. */
function withFile(content?: string): FleetSnapshot {
  const { sha, files } = fleetOf(WITH_CALENDARS.replace('[12-25]', '[12-25, { ics: calendars/berlin.ics }]'));
  return {
    sha,
    files: new Map([...files, ...(content === undefined ? [] : [['calendars/berlin.ics', content] as const])]),
  };
}

test('holidays may be in a file of the fleet', () => {
  const berlin = calendarOf(withFile(HOLIDAYS.join('\r\n')), 'city');
  const day = Date.parse('2027-05-28') / 86_400_000;
  expect([day, day + 1].map((one) => isHoliday(berlin?.holidays ?? [], one))).toEqual([true, false]);
});

test.each([
  ['is missing', undefined, 'calendars/berlin.ics: is missing from the fleet repository; a calendar names it'],
  ['cannot be read', 'Christmas', 'calendars/berlin.ics: is no iCalendar file'],
])('a file of holidays that %s is said so', (_, content, problem) => {
  expect(() => calendarOf(withFile(content), 'city')).toThrow(problem);
  expect(() => readEveryCalendar(withFile(content))).toThrow(problem);
});

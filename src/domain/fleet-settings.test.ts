import type { FleetSnapshot } from './fleet.ts';
import { calendarOf } from './fleet-settings.ts';

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

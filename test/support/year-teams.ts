/* The teams of a year: how the fleet has their calendars, and the same as somebody reads it who never saw our rule. */
import type { WallCalendar } from './wall-clock.ts';

export const YEAR = 2027;
const DAY_MS = 86_400_000;

/** Leave and holidays of the first team, as a calendar program writes them. */
const ICS = [
  'BEGIN:VCALENDAR',
  'VERSION:2.0',
  ...event('DTSTART;VALUE=DATE:20201225', 'DURATION:P2D', 'RRULE:FREQ=YEARLY'),
  ...event('DTSTART;VALUE=DATE:20210101', 'RRULE:FREQ=YEARLY'),
  // The week after Easter, whose Sunday changes clocks.
  ...event('DTSTART;VALUE=DATE:20270329', 'DTEND;VALUE=DATE:20270403'),
  // The team is away on the first Monday of each month, but for May.
  ...event('DTSTART;VALUE=DATE:20270104', 'RRULE:FREQ=MONTHLY;BYDAY=1MO;COUNT=12', 'EXDATE;VALUE=DATE:20270503'),
  ...event('DTSTART;TZID=Europe/Berlin:20270816T000000', 'DTEND;TZID=Europe/Berlin:20270828T000000'),
  ...event('DTSTART;TZID=Europe/Berlin:20270610T100000', 'DTEND;TZID=Europe/Berlin:20270610T120000'),
  'END:VCALENDAR',
  '',
].join('\r\n');

function event(...lines: string[]): string[] {
  return ['BEGIN:VEVENT', ...lines, 'END:VEVENT'];
}

const between = (first: string, last: string): string[] =>
  Array.from({ length: (Date.parse(last) - Date.parse(first)) / DAY_MS + 1 }, (_, n) =>
    new Date(Date.parse(first) + n * DAY_MS).toISOString().slice(0, 10),
  );

const BERLIN_OFF = [
  '2026-12-25',
  '2026-12-26',
  '2027-01-01',
  '2027-12-25',
  '2027-12-26',
  '2028-01-01',
  ...between('2027-03-29', '2027-04-02'),
  '2027-01-04',
  '2027-02-01',
  '2027-03-01',
  '2027-04-05',
  '2027-06-07',
  '2027-07-05',
  '2027-08-02',
  ...between('2027-08-16', '2027-08-27'),
  '2027-09-06',
  '2027-10-04',
  '2027-11-01',
  '2027-12-06',
];

const isWorkday = (weekday: number) => weekday >= 1 && weekday <= 5;
const within = (minute: number, from: number, to: number) => minute >= from * 60 && minute < to * 60;

/** Each with its calendar as the fleet has it, and as somebody reads it who never saw ours. */
export const TEAMS: Readonly<Record<string, { written: string; wall: WallCalendar }>> = {
  office: {
    written:
      '{ zone: Europe/Berlin, hours: { mon-thu: "09:00-12:00, 13:00-17:00", fri: 09:00-15:00 }, holidays: [{ ics: calendars/office.ics }] }',
    wall: {
      zone: 'Europe/Berlin',
      holidays: BERLIN_OFF,
      opens: (weekday, minute) => {
        if (weekday === 5) return within(minute, 9, 15);
        return isWorkday(weekday) && (within(minute, 9, 12) || within(minute, 13, 17));
      },
    },
  },
  overseas: {
    written:
      '{ zone: America/New_York, hours: { mon-fri: 08:30-17:00 }, holidays: [07-04, 12-25, 2027-11-25, easter-2] }',
    wall: {
      zone: 'America/New_York',
      holidays: ['2026-12-25', '2027-07-04', '2027-12-25', '2027-11-25', '2027-03-26'],
      opens: (weekday, minute) => isWorkday(weekday) && within(minute, 8.5, 17),
    },
  },
  // At work when clocks change.
  night: {
    written: '{ zone: Europe/Berlin, hours: { mon-sun: "00:00-06:00, 22:00-24:00" } }',
    wall: {
      zone: 'Europe/Berlin',
      holidays: [],
      opens: (_weekday, minute) => within(minute, 0, 6) || within(minute, 22, 24),
    },
  },
};

export const FLEET = {
  sha: 'f'.repeat(40),
  files: new Map([
    ['calendars/office.ics', ICS],
    [
      'organisation.yaml',
      [
        'apiVersion: berth.dev/v1',
        'kind: Organisation',
        'name: example',
        'title: Example',
        'priceBook: "2026-01"',
        'leaseDays: { dev: 30, test: 90, staging: 180, prod: null }',
        'escalation:',
        '  approval: [{ after: 2d, tell: [platform-operator] }, { after: 80%, tell: [platform-operator] }]',
        'calendars:',
        ...Object.entries(TEAMS).map(([name, { written }]) => `  ${name}: ${written}`),
        '',
      ].join('\n'),
    ],
    ...Object.keys(TEAMS).map(
      (name) =>
        [
          `projects/${name}.yaml`,
          `apiVersion: berth.dev/v1\nkind: Project\nname: ${name}\ntitle: T\ncostCentre: CC-1042\nleads: [lee]\ncalendar: ${name}\n`,
        ] as const,
    ),
  ]),
};

/** How long people have, and when they are reminded. */
export const WAITS = {
  approval: { deadline: '5d', reminders: ['4h', '1d', '3d'] },
  accounts: { deadline: '2d', reminders: ['3h'] },
} as const;
/** When others are told; what the fleet does not say is 80 % of the time. */
export const RUNGS = { approval: ['2d', '80%'], accounts: ['80%'] } as const;
export type Waited = keyof typeof WAITS;
export const isWaited = (kind: string): kind is Waited => kind in WAITS;

/** @throws Error for a team that is none. */
export function teamOf(team: string): { readonly written: string; readonly wall: WallCalendar } {
  const found = TEAMS[team];
  if (!found) throw new Error(`no team ${team}`);
  return found;
}

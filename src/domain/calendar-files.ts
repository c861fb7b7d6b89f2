import type { BusinessCalendar } from './calendar.ts';
import type { CalendarSettings, HolidayFile } from './calendar-settings.ts';
import type { FleetSnapshot } from './fleet.ts';
import { FleetDataError } from './fleet-data.ts';
import type { Holiday } from './holidays.ts';
import { daysOf, IcsError } from './ics.ts';

/** A calendar with the days of the files that it names. @throws FleetDataError of a file that is missing or cannot be used. */
export function openCalendar(snapshot: FleetSnapshot, settings: CalendarSettings): BusinessCalendar {
  const { zone } = settings;
  const holidays = settings.holidays.map((one) => (one.kind === 'file' ? readDays(snapshot, one, zone) : one));
  return { ...settings, holidays };
}

/** What files that were read said last: a calendar is asked at every wait, and changes a few times a year. */
const kept = new Map<string, ReadonlySet<number>>();
const MOST_KEPT = 50;

function daysIn(text: string, zone: string): ReadonlySet<number> {
  const key = `${zone}\n${text}`;
  const days = kept.get(key) ?? daysOf(text, zone);
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(key, days);
  return days;
}

function readDays({ files }: FleetSnapshot, { path }: HolidayFile, zone: string): Holiday {
  const text = files.get(path);
  if (text === undefined) throw new FleetDataError(path, 'is missing from the fleet repository; a calendar names it');
  try {
    return { kind: 'days', days: daysIn(text, zone) };
  } catch (error) {
    throw error instanceof IcsError ? new FleetDataError(path, error.message) : error;
  }
}

/*
 * A calendar as the fleet writes it: hours such as `mon-fri: 09:00-17:00`, holidays such as `12-25`, `easter+1`, or
 * `ics: calendars/bavaria.ics`.
 */
import { z } from 'zod';
import type { BusinessCalendar, OpenHours } from './calendar.ts';
import { HOLIDAY_FILE } from './fleet.ts';
import { type Holiday, parseHoliday } from './holidays.ts';
import { isTimeZone } from './time-zone.ts';

const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const DAYS = new RegExp(`^(${WEEKDAYS.join('|')})(?:-(${WEEKDAYS.join('|')}))?$`);
const TIMES = /^([01]\d|2[0-4]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)$/;

const NO_DAYS = 'must be a weekday or several, such as "sat" or "mon-fri"';

const openHours = z.string().transform((text, context): OpenHours[] => {
  const found = text.split(',').map((part) => parseHours(part.trim()));
  const hours = found.filter((one) => one !== undefined);
  if (hours.length === found.length && inOrder(hours)) return hours;
  context.addIssue('must be times of day in order, such as "09:00-12:00, 13:00-17:00"; midnight at the end is 24:00');
  return z.NEVER;
});

const week = z.record(z.string(), openHours).transform((byDays, context): OpenHours[][] => {
  const hours: OpenHours[][] = WEEKDAYS.map(() => []);
  for (const [key, open] of Object.entries(byDays)) {
    if (!DAYS.test(key)) context.addIssue({ code: 'custom', path: [key], message: NO_DAYS });
    for (const weekday of weekdaysOf(key)) {
      if (hours[weekday]?.length) context.addIssue(`${WEEKDAYS[weekday]} is named twice`);
      hours[weekday] = open;
    }
  }
  if (Object.keys(byDays).length === 0) context.addIssue('must open on at least one weekday');
  return hours;
});

/** Days that a file of the fleet names. */
export interface HolidayFile {
  readonly kind: 'file';
  readonly path: string;
}

/** A calendar whose files are not read yet. */
export interface CalendarSettings extends Omit<BusinessCalendar, 'holidays'> {
  readonly holidays: readonly (Holiday | HolidayFile)[];
}

const rule = z.string().transform((text, context): Holiday => {
  const found = parseHoliday(text);
  if (found) return found;
  context.addIssue('must be a day such as "2026-12-24", each year such as "12-25", or "easter+1"');
  return z.NEVER;
});

const file = z
  .strictObject({ ics: z.string().regex(HOLIDAY_FILE, 'must be a file such as "calendars/bavaria.ics"') })
  .transform(({ ics }): HolidayFile => ({ kind: 'file', path: ics }));

const holiday = z.unknown().transform((written, context): Holiday | HolidayFile => {
  const read = (typeof written === 'string' ? rule : file).safeParse(written);
  if (read.success) return read.data;
  for (const { path, message } of read.error.issues) context.addIssue({ code: 'custom', path, message });
  return z.NEVER;
});

/** Hours and holidays of one team, or of all. */
export const calendarSettings: z.ZodType<CalendarSettings> = z.strictObject({
  zone: z.string().refine(isTimeZone, 'must be a time zone such as "Europe/Berlin"'),
  hours: week,
  holidays: z.array(holiday).default([]),
});

function parseHours(text: string): OpenHours | undefined {
  const [, fromHour, fromMinute, toHour, toMinute] = (TIMES.exec(text) ?? []).map(Number);
  if (fromHour === undefined || fromMinute === undefined || toHour === undefined || toMinute === undefined)
    return undefined;
  const hours = { from: fromHour * 60 + fromMinute, to: toHour * 60 + toMinute };
  return hours.from < hours.to && hours.to <= 1440 ? hours : undefined;
}

const inOrder = (hours: readonly OpenHours[]) => hours.every(({ from }, n) => from >= (hours[n - 1]?.to ?? 0));

/** `fri-mon` goes over the weekend; none for what names no weekday. */
function weekdaysOf(key: string): number[] {
  const [, first, last = first] = DAYS.exec(key) ?? [];
  if (!first || !last) return [];
  const start = WEEKDAYS.indexOf(first);
  const count = (WEEKDAYS.indexOf(last) - start + 7) % 7;
  return Array.from({ length: count + 1 }, (_, n) => (start + n) % 7);
}

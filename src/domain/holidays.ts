/* Days are counted from 1970-01-01, so that they can be compared and added to whatever the zone. */
import { DAY_MS } from './duration.ts';

/** A rule for days on which nobody works. */
export type Holiday =
  | { readonly kind: 'date'; readonly day: number }
  /** The same date each year; 29 February only in years that have one. */
  | { readonly kind: 'yearly'; readonly month: number; readonly date: number }
  /** So many days after Easter Sunday of the western churches; negative before it. */
  | { readonly kind: 'easter'; readonly offset: number }
  /** Single days, of a file. */
  | { readonly kind: 'days'; readonly days: ReadonlySet<number> };

const RULE = /^(?:(\d{4}-\d{2}-\d{2})|(\d{2})-(\d{2})|easter([+-]\d{1,3})?)$/;
const LEAP_YEAR = 2024;

/** Reads `2026-12-24`, `12-25` or `easter+1`. @returns undefined when it is none of them, or a day that does not exist. */
export function parseHoliday(text: string): Holiday | undefined {
  const found = RULE.exec(text);
  if (!found) return undefined;
  const [, iso, month, date, offset] = found;
  if (iso) return exists(iso) ? { kind: 'date', day: Date.parse(iso) / DAY_MS } : undefined;
  if (!month || !date) return { kind: 'easter', offset: Number(offset ?? 0) };
  return exists(`${LEAP_YEAR}-${month}-${date}`)
    ? { kind: 'yearly', month: Number(month), date: Number(date) }
    : undefined;
}

export function isHoliday(holidays: readonly Holiday[], day: number): boolean {
  const at = new Date(day * DAY_MS);
  return holidays.some((holiday) => {
    if (holiday.kind === 'date') return holiday.day === day;
    if (holiday.kind === 'days') return holiday.days.has(day);
    if (holiday.kind === 'easter') return easterSunday(at.getUTCFullYear()) + holiday.offset === day;
    return holiday.month === at.getUTCMonth() + 1 && holiday.date === at.getUTCDate();
  });
}

/** JavaScript takes 30 February for 1 March. */
function exists(iso: string): boolean {
  const at = new Date(iso);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(iso);
}

/** Easter Sunday of the Gregorian calendar, by the algorithm of Meeus, Jones and Butcher. */
export function easterSunday(year: number): number {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const inCentury = year % 100;
  const correction = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const moon = (19 * golden + century - Math.floor(century / 4) - correction + 15) % 30;
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(inCentury / 4) - moon - (inCentury % 4)) % 7;
  const late = Math.floor((golden + 11 * moon + 22 * weekday) / 451);
  const count = moon + weekday - 7 * late + 114;
  return Date.UTC(year, Math.floor(count / 31) - 1, (count % 31) + 1) / DAY_MS;
}

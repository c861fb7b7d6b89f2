/*
 * Working time counted minute by minute, written apart from the rule: no library and no data of time zones, but the law of when
 * clocks change, written down by hand. Everything is UTC milliseconds; the answers are whole minutes.
 */
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** Whose clocks. */
export type Clocks = 'Europe/Berlin' | 'America/New_York';

export interface WallCalendar {
  readonly zone: Clocks;
  /** By weekday from Sunday: minutes of the day in which people work. */
  readonly opens: (weekday: number, minute: number) => boolean;
  /** `2027-12-24`. */
  readonly holidays: readonly string[];
}

/** The n-th Sunday of a month (from 1), or the last one (-1), at midnight UTC. */
function sunday(year: number, month: number, nth: number): number {
  const sundays = [];
  for (let day = Date.UTC(year, month - 1, 1); new Date(day).getUTCMonth() === month - 1; day += DAY_MS) {
    if (new Date(day).getUTCDay() === 0) sundays.push(day);
  }
  return sundays.at(nth < 0 ? nth : nth - 1) ?? Number.NaN;
}

const known = new Map<string, [number, number]>();

/** When clocks change in a year: summer begins, summer ends. */
export function changesOf(zone: Clocks, year: number): [number, number] {
  const changes = known.get(`${zone} ${year}`) ?? changesByLaw(zone, year);
  known.set(`${zone} ${year}`, changes);
  return changes;
}

function changesByLaw(zone: Clocks, year: number): [number, number] {
  // Directive 2000/84/EC: at 01:00 UTC on the last Sundays of March and October.
  if (zone === 'Europe/Berlin') return [sunday(year, 3, -1) + HOUR_MS, sunday(year, 10, -1) + HOUR_MS];
  // 15 U.S.C. 260a: at 2 a.m. by the clock on the second Sunday of March and the first of November.
  return [sunday(year, 3, 2) + 7 * HOUR_MS, sunday(year, 11, 1) + 6 * HOUR_MS];
}

/** What its clocks show at an instant, as if they showed UTC. */
function shown(zone: Clocks, at: number): number {
  const [summer, winter] = changesOf(zone, new Date(at).getUTCFullYear());
  const isSummer = at >= summer && at < winter;
  const hours = (zone === 'Europe/Berlin' ? 1 : -5) + (isSummer ? 1 : 0);
  return at + hours * HOUR_MS;
}

/** Days since 1970 by its clocks. */
const dateAt = (zone: Clocks, at: number) => Math.floor(shown(zone, at) / DAY_MS);
const timeAt = (zone: Clocks, at: number) => shown(zone, at) % DAY_MS;
const nextMinute = (at: number) => Math.floor(at / MINUTE_MS) * MINUTE_MS + MINUTE_MS;

/** Whether people work during the minute of that moment. */
function isOpen({ zone, opens, holidays }: WallCalendar, at: number): boolean {
  const date = dateAt(zone, at);
  // 1970-01-01 was a Thursday.
  if (!opens((date + 4) % 7, Math.floor(timeAt(zone, at) / MINUTE_MS))) return false;
  return !holidays.includes(new Date(date * DAY_MS).toISOString().slice(0, 10));
}

/** When so much has passed: `4h` of open time, or `3d` of days on which anybody works. */
export function dueAt(calendar: WallCalendar, from: number, wanted: string): number {
  const amount = Number.parseInt(wanted, 10);
  const start = firstOpen(calendar, from);
  return wanted.endsWith('d') ? daysLater(calendar, start, amount) : openTimeLater(calendar, start, amount * HOUR_MS);
}

/** How much open time there is between two moments, in milliseconds. */
export function openBetween(calendar: WallCalendar, from: number, to: number): number {
  let sum = 0;
  for (let at = from; at < to; at = nextMinute(at)) {
    if (isOpen(calendar, at)) sum += Math.min(nextMinute(at), to) - at;
  }
  return sum;
}

/** A moment within hours, or at their very end, begins at once. */
export function firstOpen(calendar: WallCalendar, from: number): number {
  if (isOpen(calendar, from - 1)) return from;
  let at = from;
  while (!isOpen(calendar, at)) at = nextMinute(at);
  return at;
}

/** When anybody works on the first such day after the one of that moment. */
export function openingAfter(calendar: WallCalendar, from: number): number {
  const today = dateAt(calendar.zone, from);
  let at = nextMinute(from);
  while (dateAt(calendar.zone, at) === today || !isOpen(calendar, at)) at = nextMinute(at);
  return at;
}

export function openTimeLater(calendar: WallCalendar, start: number, open: number): number {
  let left = open;
  for (let at = start; ; at = nextMinute(at)) {
    if (!isOpen(calendar, at)) continue;
    const minute = nextMinute(at) - at;
    if (minute >= left) return at + left;
    left -= minute;
  }
}

/** The same time of that day when it is open then; else its next opening, or its closing time. */
function daysLater(calendar: WallCalendar, start: number, days: number): number {
  const { zone } = calendar;
  let at = start;
  for (let [day, passed] = [dateAt(zone, start), 0]; passed < days; ) {
    at = nextMinute(at);
    if (dateAt(zone, at) === day || !isOpen(calendar, at)) continue;
    day = dateAt(zone, at);
    passed += 1;
  }
  return closestOn(calendar, at, timeAt(zone, start));
}

function closestOn(calendar: WallCalendar, opening: number, time: number): number {
  const { zone } = calendar;
  const day = dateAt(zone, opening);
  let closing = opening;
  for (let at = opening; dateAt(zone, at) === day; at = nextMinute(at)) {
    const missing = time - timeAt(zone, at);
    // Closing time is within hours.
    if (missing === 0 && closing === at) return at;
    if (!isOpen(calendar, at)) continue;
    if (missing < MINUTE_MS) return at + Math.max(0, missing);
    closing = nextMinute(at);
  }
  return closing;
}

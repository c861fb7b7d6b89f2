/*
 * Working time. A moment is working time when the clock of the calendar's zone then shows a time within the hours of
 * that weekday, and the day is no holiday. So an hour that clocks skip does not count, and one that they repeat counts twice.
 * All moments are milliseconds since 1970.
 */
import { DAY_MS, type Duration, UNIT_MS } from './duration.ts';
import { type Holiday, isHoliday } from './holidays.ts';
import { offsetAt, stretchesAround } from './time-zone.ts';

export interface BusinessCalendar {
  /** IANA name, such as `Europe/Berlin`. */
  readonly zone: string;
  /** By weekday, from Sunday; in order, apart from each other. */
  readonly hours: readonly (readonly OpenHours[])[];
  readonly holidays: readonly Holiday[];
}

/** Minutes since midnight, up to 1440. */
export interface OpenHours {
  readonly from: number;
  readonly to: number;
}

/** A calendar that never opens: whoever wrote it mends it. */
export class CalendarError extends Error {}

/**
 * The moment when so much working time has passed; never outside working hours (closing time is within them).
 * Days are working days: the same time of day so many working days later, or that day's closing time when it closes
 * before. A start outside working hours counts from the next opening.
 * @throws CalendarError when nobody ever works.
 */
export function addWorkingTime(calendar: BusinessCalendar, from: number, duration: Duration): number {
  const { amount, unit } = duration;
  if (unit === 'd') return addWorkingDays(calendar, from, amount);
  let left = amount * UNIT_MS[unit];
  for (const span of spansFrom(calendar, from)) {
    if (left <= span.to - span.from) return span.from + left;
    left -= span.to - span.from;
  }
  throw NOBODY_WORKS;
}

/** How much working time lies between two moments, in milliseconds; 0 when `to` is before `from`. */
export function workingTimeBetween(calendar: BusinessCalendar, from: number, to: number): number {
  let sum = 0;
  for (const span of spansFrom(calendar, from)) {
    if (span.from >= to) return sum;
    sum += Math.min(span.to, to) - span.from;
  }
  return sum;
}

/** This moment when it is working time, else the next opening. @throws CalendarError when nobody ever works. */
export const nextWorkingMoment = (calendar: BusinessCalendar, from: number): number =>
  addWorkingTime(calendar, from, { amount: 0, unit: 'd' });

/** When work begins on the first working day after the day of this moment. @throws CalendarError when nobody ever works. */
export function nextWorkingDay(calendar: BusinessCalendar, from: number): number {
  const today = Math.floor((from + offsetAt(calendar.zone, from)) / DAY_MS);
  for (const [first] of workingDaysFrom(calendar, today + 1)) if (first) return first.from;
  throw NOBODY_WORKS;
}

/** Working time without an interruption, all of one day. */
interface Span {
  /** Days since 1970-01-01. */
  readonly day: number;
  readonly from: number;
  readonly to: number;
  readonly offset: number;
}

function addWorkingDays(calendar: BusinessCalendar, from: number, days: number): number {
  const [start] = spansFrom(calendar, from);
  if (!start) throw NOBODY_WORKS;
  if (days === 0) return start.from;
  const timeOfDay = timeIn(start, start.from);
  let passed = 0;
  for (const spans of workingDaysFrom(calendar, start.day + 1)) {
    passed += 1;
    if (passed === days) return momentIn(spans, timeOfDay);
  }
  throw NOBODY_WORKS;
}

const timeIn = ({ day, offset }: Span, moment: number) => moment + offset - day * DAY_MS;

/** The first moment of the day's working time at which clocks show this time or later, or its closing time. */
function momentIn(spans: readonly Span[], timeOfDay: number): number {
  const span = spans.find((one) => timeIn(one, one.to) >= timeOfDay);
  if (!span) return spans.at(-1)?.to ?? Number.NaN;
  return Math.max(span.from, span.day * DAY_MS + timeOfDay - span.offset);
}

/** All working time from a moment on. At closing time the first is empty: that is still within hours. */
function* spansFrom(calendar: BusinessCalendar, moment: number): Generator<Span> {
  const today = Math.floor((moment + offsetAt(calendar.zone, moment)) / DAY_MS);
  // Midnight may be the closing time of the day before.
  for (const spans of workingDaysFrom(calendar, today - 1)) {
    for (const span of spans) if (span.to >= moment) yield { ...span, from: Math.max(span.from, moment) };
  }
}

/** No calendar is closed for longer in one go. */
const MOST_DAYS_CLOSED = 366;
const NOBODY_WORKS = new CalendarError(`nobody works within ${MOST_DAYS_CLOSED} days`);

function* workingDaysFrom(calendar: BusinessCalendar, first: number): Generator<Span[]> {
  for (let [day, closed] = [first, 0]; ; day++) {
    const spans = spansOf(calendar, day);
    closed = spans.length > 0 ? 0 : closed + 1;
    if (closed > MOST_DAYS_CLOSED) throw NOBODY_WORKS;
    if (spans.length > 0) yield spans;
  }
}

/** 1970-01-01 was a Thursday. */
const weekdayOf = (day: number) => (((day + 4) % 7) + 7) % 7;

/** A day's working time as moments: its hours in each stretch of an unchanged clock. */
function spansOf({ zone, hours, holidays }: BusinessCalendar, day: number): Span[] {
  const open = hours[weekdayOf(day)] ?? [];
  if (open.length === 0 || isHoliday(holidays, day)) return [];
  const midnight = day * DAY_MS;
  const spans = stretchesAround(zone, midnight).flatMap(({ from, to, offset }) =>
    open.map((one) => ({
      day,
      offset,
      from: Math.max(from, midnight - offset + one.from * UNIT_MS.m),
      to: Math.min(to, midnight - offset + one.to * UNIT_MS.m),
    })),
  );
  return spans.filter((span) => span.from < span.to);
}

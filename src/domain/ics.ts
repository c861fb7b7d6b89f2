/*
 * The whole days of an iCalendar file (RFC 5545): of events of whole days, and of those with times that cover them. Other
 * events, tasks and alarms are left alone. Whoever wrote the file is not trusted: what reading it may cost is bounded.
 */
import ICAL from 'ical.js';
import { localEvents } from './ics-local.ts';
import { type Component, IcsError, LAST_YEAR } from './ics-parts.ts';
import { follows } from './ics-rule.ts';
import { oneLine } from './one-line.ts';

export { IcsError };

/** Some hundred years of all holidays of a country, many times over. */
const MOST_CHARACTERS = 500_000;
const MOST_EVENTS = 1_000;
const MOST_DAYS = 10_000;
const MINUTES_A_DAY = 1_440;

/**
 * @param zone IANA name of the zone whose days are meant; rules repeat by its clocks.
 * @returns days since 1970-01-01, up to the end of 2099: rules without an end would go on for ever.
 * @throws IcsError
 */
export function daysOf(text: string, zone: string): ReadonlySet<number> {
  if (text.length > MOST_CHARACTERS) throw new IcsError(`has more than ${MOST_CHARACTERS} characters`);
  try {
    return collectDays(eventsOf(text, zone));
  } catch (error) {
    if (error instanceof IcsError) throw error;
    throw new IcsError(`is no iCalendar file that can be read: ${oneLine((error as Error).message, 200)}`);
  }
}

function eventsOf(text: string, zone: string): ICAL.Event[] {
  const all = calendarsIn(ICAL.parse(text)).flatMap(([, , parts]) => parts.filter(([name]) => name === 'vevent'));
  if (all.length > MOST_EVENTS) throw new IcsError(`has more than ${MOST_EVENTS} events`);
  const components = localEvents(all, zone).map((one) => new ICAL.Component(one));
  const exceptions = Map.groupBy(components.filter(isException), uidOf);
  return components
    .filter((one) => !isException(one) && !isCancelled(one))
    .map((one) => new ICAL.Event(one, { exceptions: exceptions.get(uidOf(one)) ?? [] }));
}

const isException = (event: ICAL.Component) => event.hasProperty('recurrence-id');
const uidOf = (event: ICAL.Component) => String(event.getFirstPropertyValue('uid'));
const isCancelled = (event: ICAL.Component) => event.getFirstPropertyValue('status') === 'CANCELLED';

/** The library gives one component as it is, and several in a list. */
function calendarsIn(parsed: unknown): Component[] {
  const found = (Array.isArray(parsed) && typeof parsed[0] === 'string' ? [parsed] : parsed) as Component[];
  const calendars = found.filter(([name]) => name === 'vcalendar');
  if (calendars.length === 0) throw new IcsError('is no iCalendar file: it has no BEGIN:VCALENDAR');
  return calendars;
}

function collectDays(events: readonly ICAL.Event[]): Set<number> {
  const days = new Set<number>();
  let left = MOST_DAYS;
  const count = () => {
    left -= 1;
    if (left < 0) throw TOO_MANY;
  };
  for (const event of events) {
    for (const occurrence of occurrencesOf(event, count)) {
      for (const day of daysOn(event, occurrence)) {
        count();
        days.add(day);
      }
    }
  }
  return days;
}

const TOO_MANY = new IcsError(
  `names more than ${MOST_DAYS} days until the end of ${LAST_YEAR}; give its rules an end (UNTIL or COUNT)`,
);

/** @param count is called for every one, whether it counts or not. */
function* occurrencesOf(event: ICAL.Event, count: () => void): Generator<ICAL.Time> {
  if (!event.isRecurring()) {
    yield event.startDate;
    return;
  }
  const expansion = event.iterator();
  for (let next = expansion.next(); next && next.year <= LAST_YEAR; next = expansion.next()) {
    count();
    if (follows(event, next)) yield next;
  }
}

/** The days that it covers from midnight to midnight. */
function* daysOn(event: ICAL.Event, occurrence: ICAL.Time): Generator<number> {
  const { item, startDate, endDate } = event.getOccurrenceDetails(occurrence);
  if (isCancelled(item.component)) return;
  const end = Math.floor(minutesOf(endDate) / MINUTES_A_DAY);
  if (Number.isNaN(end)) throw TOO_MANY;
  for (let day = Math.ceil(minutesOf(startDate) / MINUTES_A_DAY); day < end; day++) yield day;
}

/** Since 1970, by the clock on the wall. */
const minutesOf = ({ year, month, day, hour, minute }: ICAL.Time) =>
  Date.UTC(year, month - 1, day, hour, minute) / 60_000;

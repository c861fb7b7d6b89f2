/*
 * Events with all their times by the clocks of one zone, before anything is computed of them: no time zones that the file
 * itself defines have to be followed, and every rule ends.
 */

import { type Component, FIRST_YEAR, IcsError, LAST_YEAR, type Property, textOf } from './ics-parts.ts';
import { endingRule } from './ics-rule.ts';
import { isTimeZone, offsetAt } from './time-zone.ts';

const TIMES = ['dtstart', 'dtend', 'exdate', 'rdate', 'recurrence-id'];
const NEEDED = [...TIMES, 'rrule', 'duration', 'uid', 'status'];
/** No event that is shorter covers a day, whenever clocks change. */
const SHORTEST_MS = 23 * 3_600_000;

/** The events that may cover a day. @throws IcsError */
export function localEvents(events: readonly Component[], zone: string): Component[] {
  return events.filter(mayCoverDay).map(([name, properties]) => {
    const needed = properties.filter(([property]) => NEEDED.includes(property));
    if (needed.filter(([property]) => property === 'rrule').length > 1)
      throw new IcsError('has an event with two RRULE');
    return [name, needed.map((property) => localProperty(property, zone)), []];
  });
}

/** Meetings are left alone, whatever they are written like; one that takes the place of another tells when that is not. */
function mayCoverDay([, properties]: Component): boolean {
  const find = (wanted: string) => properties.find(([name]) => name === wanted);
  const [start, end] = [find('dtstart'), find('dtend')];
  if (!start) throw new IcsError('has an event that begins nowhere (DTSTART is missing)');
  if (start[2] === 'date' || find('duration') || find('recurrence-id')) return true;
  return end !== undefined && momentOf(end) - momentOf(start) >= SHORTEST_MS;
}

const momentOf = ([, , , value]: Property) => Date.parse(`${textOf(value).replace(/Z$/, '')}Z`);

function localProperty([name, parameters, type, ...values]: Property, zone: string): Property {
  if (name === 'rrule')
    return [
      name,
      parameters,
      type,
      ...values.map((rule) => endingRule(rule, (time) => localTime(time, undefined, zone))),
    ];
  if (!TIMES.includes(name)) return [name, parameters, type, ...values];
  const { tzid, ...others } = parameters;
  const times = values.map((value) => localTime(textOf(value), tzid, zone));
  if (name === 'dtstart') times.forEach(requireYear);
  return [name, others, type, ...times];
}

function requireYear(time: string): void {
  const year = Number(time.slice(0, 4));
  if (year < FIRST_YEAR || year > LAST_YEAR)
    throw new IcsError(`has an event of ${year}; the years from ${FIRST_YEAR} to ${LAST_YEAR} are read`);
}

const TIME = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}Z?)?$/;

/** By the clocks of `zone`; days are the same everywhere, and times that name no zone are meant so. */
function localTime(text: string, tzid: unknown, zone: string): string {
  if (!TIME.test(text) || !exists(text)) throw new IcsError(`has a time that does not exist: ${text.slice(0, 40)}`);
  if (!text.includes('T')) return text;
  if (text.endsWith('Z')) return atInstant(Date.parse(text), zone);
  if (tzid === undefined) return text;
  const name = textOf(tzid);
  if (isTimeZone(name)) return atInstant(instantOf(text, name), zone);
  throw new IcsError(
    `names the time zone "${name.slice(0, 60)}", which is none of the IANA database; write whole days (VALUE=DATE) or Europe/Berlin`,
  );
}

/** JavaScript takes 30 February for 1 March. */
function exists(text: string): boolean {
  const at = new Date(text.endsWith('Z') || !text.includes('T') ? text : `${text}Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text.replace(/Z$/, ''));
}

const atInstant = (instant: number, zone: string) =>
  new Date(instant + offsetAt(zone, instant)).toISOString().slice(0, 'yyyy-mm-ddThh:mm:ss'.length);

/** Looked up twice, since clocks may change between the first guess and the moment. */
function instantOf(local: string, zone: string): number {
  const asUtc = Date.parse(`${local}Z`);
  return asUtc - offsetAt(zone, asUtc - offsetAt(zone, asUtc));
}

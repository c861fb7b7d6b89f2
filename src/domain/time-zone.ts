/*
 * Time zones by what Node itself knows (`Intl`): the offset at an instant, and when it changes. Instants and offsets are
 * milliseconds; offsets are positive east of Greenwich.
 */
import { DAY_MS, UNIT_MS } from './duration.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

/** @throws RangeError for a zone that nobody knows */
function formatOf(zone: string): Intl.DateTimeFormat {
  const format = formats.get(zone) ?? new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  formats.set(zone, format);
  return format;
}

export function isTimeZone(zone: string): boolean {
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
}

/** What a clock of the zone is ahead of UTC at an instant. */
export function offsetAt(zone: string, instant: number): number {
  const name = formatOf(zone)
    .formatToParts(instant)
    .find(({ type }) => type === 'timeZoneName')?.value;
  const [, sign, hours = '0', minutes = '0', seconds = '0'] =
    /^GMT(?:([+-])(\d+):(\d+)(?::(\d+))?)?$/.exec(name ?? '') ?? [];
  const ahead = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
  return sign === '-' ? -ahead : ahead;
}

/** A stretch of time in which clocks are not put forward or back. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly offset: number;
}

/**
 * The stretches around one local day, in order: two when clocks change near it, else one. (No zone changes twice within
 * three days.)
 * @param midnight the day's beginning as if the zone were UTC.
 */
export function stretchesAround(zone: string, midnight: number): Stretch[] {
  const [begin, end] = [midnight - DAY_MS, midnight + 2 * DAY_MS];
  const [before, after] = [offsetAt(zone, begin), offsetAt(zone, end)];
  if (before === after) return [{ from: -Infinity, to: Infinity, offset: before }];
  const change = changeBetween(zone, begin, end);
  return [
    { from: -Infinity, to: change, offset: before },
    { from: change, to: Infinity, offset: after },
  ];
}

/** The minute from which on the offset is another than at `begin`. */
function changeBetween(zone: string, begin: number, end: number): number {
  const before = offsetAt(zone, begin);
  let [low, high] = [begin, end];
  while (high - low > UNIT_MS.m) {
    const middle = low + Math.floor((high - low) / 2 / UNIT_MS.m) * UNIT_MS.m;
    if (offsetAt(zone, middle) === before) low = middle;
    else high = middle;
  }
  return high;
}

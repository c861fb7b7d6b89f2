/* Rules of iCalendar (RRULE): which are read, where they end, and what the library makes of them beyond what they say. */
import ICAL from 'ical.js';
import { IcsError, LAST_YEAR, textOf } from './ics-parts.ts';

const FREQUENCIES = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'];
const PARTS = ['freq', 'interval', 'count', 'until', 'wkst', 'bymonth', 'bymonthday', 'byyearday', 'byday', 'bysetpos'];
/** Lists in a rule are tried against each other. */
const LONGEST = 300;
const END = `${LAST_YEAR}-12-31`;

/**
 * A rule that ends with the last year at the latest.
 * @param toLocal of a time, by the clocks of the calendar.
 * @throws IcsError for one that no holidays follow.
 */
export function endingRule(rule: unknown, toLocal: (time: string) => string): object {
  const { freq, until, ...others } = rule as { readonly freq?: unknown; readonly until?: unknown };
  if (JSON.stringify(rule).length > LONGEST) throw new IcsError('has a rule (RRULE) that is too long');
  if (!FREQUENCIES.includes(textOf(freq))) throw refusal(`that repeats ${textOf(freq).slice(0, 20)}`, FREQUENCIES);
  const strange = Object.keys(others).find((part) => !PARTS.includes(part));
  if (strange) throw refusal(`with ${strange.slice(0, 20).toUpperCase()}`, PARTS);
  const end = until === undefined ? END : toLocal(textOf(until));
  return { freq, ...others, until: end < END ? end : END };
}

const refusal = (what: string, known: readonly string[]) =>
  new IcsError(`has a rule (RRULE) ${what}; read are ${known.join(', ').toUpperCase()}`);

/** The library takes 30 February for a day in March; the standard leaves out days that do not exist. */
export function follows({ component, startDate }: ICAL.Event, { month, day }: ICAL.Time): boolean {
  const rule = component.getFirstPropertyValue('rrule');
  if (!(rule instanceof ICAL.Recur) || component.hasProperty('rdate')) return true;
  const months = numbersOf(rule, 'BYMONTH');
  const days = datesOf(rule, startDate);
  return (months.length === 0 || months.includes(month)) && (days.length === 0 || days.includes(day));
}

/** The days of a month on which it may fall; none where it says so otherwise. */
function datesOf(rule: ICAL.Recur, start: ICAL.Time): number[] {
  const named = numbersOf(rule, 'BYMONTHDAY');
  if (named.length > 0) return named.some((one) => one < 0) ? [] : named;
  const isOtherwise = ['BYDAY', 'BYYEARDAY'].some((part) => rule.getComponent(part).length > 0);
  return isOtherwise || !['MONTHLY', 'YEARLY'].includes(rule.freq) ? [] : [start.day];
}

const numbersOf = (rule: ICAL.Recur, part: string): number[] => rule.getComponent(part).map(Number);

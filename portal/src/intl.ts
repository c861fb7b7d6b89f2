/* Numbers, money, days and times as the reader's language writes them. */
import { UNIT_MS } from '../../src/domain/duration.ts';

const { m: MINUTE, h: HOUR, d: DAY } = UNIT_MS;

/** The language of the texts as the reader's browser has it: English as in Ireland, say, with its dates and money. */
function localeOf(language: string): string {
  const known = globalThis.navigator?.languages ?? [];
  return known.find((name) => name === language || name.startsWith(`${language}-`)) ?? language;
}

/** ISO 8601, as the reader's clock has it. */
export const dateTime = (at: string, language: string, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(localeOf(language), options).format(new Date(at));

/** ISO 8601, for where an element cannot stand. */
export const moment = (at: string, language: string): string =>
  dateTime(at, language, { dateStyle: 'medium', timeStyle: 'short' });

/** A day of the calendar, which is the same in every zone. @param at `2026-12-07` */
export const day = (at: string, language: string): string =>
  dateTime(at, language, { dateStyle: 'medium', timeZone: 'UTC' });

/** @param at `2026-12` */
export const month = (at: string, language: string): string =>
  dateTime(`${at}-01`, language, { month: 'long', year: 'numeric', timeZone: 'UTC' });

/** `ms` from now (negative: past) in the largest unit that fits. */
export function relative(ms: number, language: string): string {
  const format = new Intl.RelativeTimeFormat(localeOf(language), { numeric: 'auto' });
  const size = Math.abs(ms);
  if (size < HOUR) return format.format(Math.round(ms / MINUTE), 'minute');
  if (size < 2 * DAY) return format.format(Math.round(ms / HOUR), 'hour');
  return format.format(Math.round(ms / DAY), 'day');
}

/** An amount of money as the language writes it. @param currency ISO 4217 */
export const money = (amount: number, currency: string, language: string): string =>
  number(amount, language, { style: 'currency', currency });

/** A number as the language writes it. */
export const number = (value: number, language: string, options?: Intl.NumberFormatOptions): string =>
  new Intl.NumberFormat(localeOf(language), options).format(value);

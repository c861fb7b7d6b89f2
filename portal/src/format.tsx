import { useTranslation } from 'react-i18next';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The language of the texts as the reader's browser has it: English as in Ireland, say, with its dates and money. */
function localeOf(language: string): string {
  return navigator.languages.find((name) => name === language || name.startsWith(`${language}-`)) ?? language;
}

/** ISO 8601, as the reader's clock and language have it; the title has it with its zone. */
export function Time({ at }: { at: string }) {
  const { i18n } = useTranslation();
  const date = new Date(at);
  const short = new Intl.DateTimeFormat(localeOf(i18n.language), { dateStyle: 'medium', timeStyle: 'short' }).format(
    date,
  );
  const whole = new Intl.DateTimeFormat(localeOf(i18n.language), { dateStyle: 'full', timeStyle: 'long' }).format(date);
  return (
    <time dateTime={at} title={whole}>
      {short}
    </time>
  );
}

/** How long ago, or how soon: "2 hours ago", "in 3 days". Said of the moment of rendering. */
export function Ago({ at }: { at: string }) {
  const { i18n } = useTranslation();
  const date = new Date(at);
  const title = new Intl.DateTimeFormat(localeOf(i18n.language), { dateStyle: 'full', timeStyle: 'long' }).format(date);
  return (
    <time dateTime={at} title={title}>
      {relative(date.getTime() - Date.now(), i18n.language)}
    </time>
  );
}

/** `ms` from now (negative: past) in the largest unit that fits. */
export function relative(ms: number, language: string): string {
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const size = Math.abs(ms);
  if (size < HOUR) return format.format(Math.round(ms / MINUTE), 'minute');
  if (size < 2 * DAY) return format.format(Math.round(ms / HOUR), 'hour');
  return format.format(Math.round(ms / DAY), 'day');
}

/** An amount of money as the language writes it. @param currency ISO 4217 */
export function money(amount: number, currency: string, language: string): string {
  return new Intl.NumberFormat(localeOf(language), { style: 'currency', currency }).format(amount);
}

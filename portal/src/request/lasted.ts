import { number } from '../intl.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const UNITS = [
  ['day', DAY],
  ['hour', HOUR],
  ['minute', MINUTE],
] as const;

/** How long something took, in the largest unit of which there are two, else in the next smaller one. @param from ISO 8601 */
export function lasted(from: string, to: string, language: string): string {
  const seconds = Math.max(0, (Date.parse(to) - Date.parse(from)) / 1000);
  const [unit, size] = UNITS.find(([, size]) => seconds >= 2 * size) ?? (['second', 1] as const);
  const count = Math.max(1, Math.round(seconds / size));
  return number(count, language, { style: 'unit', unit, unitDisplay: 'long' });
}

import { addTime, parseDuration } from '../domain/duration.ts';
import { CliFailure, EXIT } from './failures.ts';

/**
 * A time as people write it, as ISO 8601: with its zone, or as a length from now (`90m`, `4h`, `3d`).
 * @param help the command that says how.
 * @throws CliFailure for what is neither.
 */
export function timeOf(text: string, help: string): string {
  if (/^\d+[mhd]$/.test(text)) return new Date(addTime(Date.now(), parseDuration(text))).toISOString();
  if (/(Z|[+-]\d{2}:\d{2})$/.test(text) && !Number.isNaN(Date.parse(text))) return new Date(text).toISOString();
  const what = `"${text}" is no time: write it with its zone, or as a length from now.`;
  throw new CliFailure(EXIT.usage, what, help);
}

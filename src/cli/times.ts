import { CliFailure, EXIT } from './failures.ts';

const UNITS_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * A time as people write it, as ISO 8601: with its zone, or as a length from now (`90m`, `4h`, `3d`).
 * @param help the command that says how.
 * @throws CliFailure for what is neither.
 */
export function timeOf(text: string, help: string): string {
  const [, count, unit = ''] = /^(\d+)([mhd])$/.exec(text) ?? [];
  if (count !== undefined) return new Date(Date.now() + Number(count) * (UNITS_MS[unit] ?? 0)).toISOString();
  if (/(Z|[+-]\d{2}:\d{2})$/.test(text) && !Number.isNaN(Date.parse(text))) return new Date(text).toISOString();
  const what = `"${text}" is no time: write it with its zone, or as a length from now.`;
  throw new CliFailure(EXIT.usage, what, help);
}

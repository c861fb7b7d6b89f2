/** A length of time as settings write it, such as `2h`: a number and s, m, h or d. */
export interface Duration {
  readonly amount: number;
  readonly unit: keyof typeof UNIT_MS;
}

export const UNIT_MS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
/** A day of 24 hours. */
export const DAY_MS = UNIT_MS.d;
const NAMES = { s: 'second', m: 'minute', h: 'hour', d: 'day' } as const;

/** @param text checked where it was read: a number and one of the units. */
export function parseDuration(text: string): Duration {
  return { amount: Number.parseInt(text, 10), unit: text.slice(-1) as Duration['unit'] };
}

/** As people say it: `1 day`; `4 working hours` when only working time counts. */
export function describeDuration({ amount, unit }: Duration, kind = ''): string {
  const name = kind ? `${kind} ${NAMES[unit]}` : NAMES[unit];
  return `${amount} ${name}${amount === 1 ? '' : 's'}`;
}

/** Every hour counts. @param from milliseconds since 1970 */
export const addTime = (from: number, { amount, unit }: Duration): number => from + amount * UNIT_MS[unit];

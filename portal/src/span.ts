import { UNIT_MS } from '../../src/domain/duration.ts';
import { number } from './intl.ts';

const UNITS = [
  ['day', UNIT_MS.d],
  ['hour', UNIT_MS.h],
  ['minute', UNIT_MS.m],
] as const;

/** So many milliseconds in words, in the largest unit of which there are two, else in the next smaller one: `3 hours`. */
export function span(ms: number, language: string): string {
  const [unit, size] = UNITS.find(([, size]) => ms >= 2 * size) ?? (['second', UNIT_MS.s] as const);
  const count = Math.max(1, Math.round(ms / size));
  return number(count, language, { style: 'unit', unit, unitDisplay: 'long' });
}

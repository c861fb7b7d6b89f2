/* What is asked for and what it costs, in one line each, for every place that says it. */
import type { Cost } from './change.ts';
import type { Selection } from './selection.ts';

/** `sha256:4be1…` as people compare it: the first twelve digits. */
export const shortHash = (specHash: string): string => specHash.replace(/^sha256:/, '').slice(0, 12);

/** `+59.32 € a month`, with the sign always shown. */
export function costDelta({ delta, currency }: Cost): string {
  const sign = delta < 0 ? '-' : '+';
  return `${sign}${Math.abs(delta).toFixed(2)} ${currency} a month`;
}

/** `+59.32 EUR a month (0.00 before, 59.32 after; an estimate)`. */
export function costChange(cost: Cost): string {
  return `${costDelta(cost)} (${cost.before.toFixed(2)} before, ${cost.after.toFixed(2)} after; an estimate)`;
}

/** What is asked for, in one line: `namespace S on east, west; postgresql, ingress`. */
export function describeSelection({ size, regions, items }: Selection): string {
  const namespace = `namespace ${size} on ${regions.join(', ')}`;
  return items.length > 0 ? `${namespace}; ${items.map((i) => i.item).join(', ')}` : namespace;
}

import type { Amounts } from './amounts.ts';

/**
 * What a change takes of a book, or what a book may hold: whole numbers, so that thousands of them add up exactly.
 * Millicores, MiB, and hundredths of the price book's currency a month.
 */
export interface Load {
  readonly milliCpu: number;
  readonly memoryMiB: number;
  readonly storageMiB: number;
  readonly cents: number;
}

/** A component that is left out has no limit. */
export type Limit = { readonly [component in keyof Load]?: number | undefined };

export const NO_LOAD: Load = { milliCpu: 0, memoryMiB: 0, storageMiB: 0, cents: 0 };
export const LOAD_COMPONENTS = ['milliCpu', 'memoryMiB', 'storageMiB', 'cents'] as const satisfies (keyof Load)[];

const combine = (a: Load, b: Load, how: (a: number, b: number) => number): Load => ({
  milliCpu: how(a.milliCpu, b.milliCpu),
  memoryMiB: how(a.memoryMiB, b.memoryMiB),
  storageMiB: how(a.storageMiB, b.storageMiB),
  cents: how(a.cents, b.cents),
});

export const plus = (a: Load, b: Load): Load => combine(a, b, (x, y) => x + y);
/** The larger of each component. */
export const most = (a: Load, b: Load): Load => combine(a, b, Math.max);
/** What `a` takes beyond `b`, nothing where it takes less. */
export const beyond = (a: Load, b: Load): Load => combine(a, b, (x, y) => Math.max(0, x - y));
export const sumOf = (loads: readonly Load[]): Load => loads.reduce(plus, NO_LOAD);

/** True when `a` takes no more than `b` of anything. */
export const isWithin = (a: Load, b: Load): boolean => LOAD_COMPONENTS.every((key) => a[key] <= b[key]);

/** Components of `more` for which there is no room beside `used`. What is not asked for is never lacking. */
export function lacking(used: Load, more: Load, limit: Limit): (keyof Load)[] {
  return LOAD_COMPONENTS.filter((key) => {
    const end = limit[key];
    return end !== undefined && more[key] > 0 && used[key] + more[key] > end;
  });
}

export const loadOfAmounts = ({ cpu, memoryGiB, storageGiB }: Amounts): Load => ({
  milliCpu: Math.round(cpu * 1000),
  memoryMiB: Math.round(memoryGiB * 1024),
  storageMiB: Math.round(storageGiB * 1024),
  cents: 0,
});
export const loadOfMoney = (amount: number): Load => ({ ...NO_LOAD, cents: Math.round(amount * 100) });

/** The limit as `loadOfAmounts` counts. */
export function limitOfAmounts(amounts: { readonly [component in keyof Amounts]?: number | undefined }): {
  readonly [component in Exclude<keyof Load, 'cents'>]?: number;
} {
  const { cpu, memoryGiB, storageGiB } = amounts;
  return {
    ...(cpu === undefined ? {} : { milliCpu: Math.round(cpu * 1000) }),
    ...(memoryGiB === undefined ? {} : { memoryMiB: Math.round(memoryGiB * 1024) }),
    ...(storageGiB === undefined ? {} : { storageMiB: Math.round(storageGiB * 1024) }),
  };
}

/** One component in people's words: `4 cores of CPU`, `59.32 USD a month`. */
export function describeComponent(key: keyof Load, value: number, currency: string): string {
  if (key === 'cents') return `${(value / 100).toFixed(2)} ${currency} a month`;
  if (key === 'milliCpu') return `${value / 1000} cores of CPU`;
  return `${value / 1024} Gi of ${key === 'memoryMiB' ? 'memory' : 'storage'}`;
}

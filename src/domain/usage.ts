/*
 * How much of what a project has it takes: the quotas of its environments' namespaces, as the clusters count them. What a
 * policy may look at when the project asks for more, or for something to be taken away.
 */
import { quantityOf } from './quantity.ts';

/** Of one component: what workloads request, and what they may. */
export interface Measured {
  readonly used: number;
  readonly limit: number;
}

/** All quotas together that could be read. */
export interface Usage {
  /** How many those are: one for each environment on each cluster. */
  readonly quotas: number;
  /** Cores. */
  readonly cpu: Measured;
  readonly memoryGiB: Measured;
  readonly storageGiB: Measured;
}

/** The `status` of a ResourceQuota. */
export interface QuotaStatus {
  readonly hard?: Readonly<Record<string, string>>;
  readonly used?: Readonly<Record<string, string>>;
}

const GIB = 2 ** 30;
const COMPONENTS = [
  ['cpu', 'requests.cpu', 1],
  ['memoryGiB', 'requests.memory', GIB],
  ['storageGiB', 'requests.storage', GIB],
] as const;

/** @returns null when nothing was counted: a quota says so only once a controller has looked. */
export function usageOf(quotas: readonly QuotaStatus[]): Usage | null {
  const counted = quotas.filter(({ hard, used }) => hard && used);
  if (counted.length === 0) return null;
  const sum = (which: keyof QuotaStatus, name: string, unit: number) =>
    rounded(counted.reduce((all, quota) => all + (quantityOf(quota[which]?.[name]) ?? 0), 0) / unit);
  const measured = COMPONENTS.map(([key, name, unit]) => [
    key,
    { used: sum('used', name, unit), limit: sum('hard', name, unit) },
  ]);
  return { quotas: counted.length, ...(Object.fromEntries(measured) as Omit<Usage, 'quotas'>) };
}

const rounded = (amount: number): number => Math.round(amount * 1000) / 1000;

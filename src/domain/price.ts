import { z } from 'zod';
import type { Amounts } from './amounts.ts';
import type { FleetSnapshot } from './fleet.ts';
import { FleetDataError, requireFleetFile } from './fleet-data.ts';

/** Hours of an average month: 365 × 24 ÷ 12. */
export const HOURS_A_MONTH = 730;

const prices = z.strictObject({
  cpuCoreHour: z.number().min(0),
  memoryGiBHour: z.number().min(0),
  storageGiBHour: z.number().min(0),
});
const priceBook = z.strictObject({
  version: z.string().min(1),
  currency: z.string().regex(/^[A-Z]{3}$/),
  prices,
  /** What differs on single clusters, e.g. amortised node cost on premises. */
  clusters: z.record(z.string(), prices.partial()).default({}),
});

/** Unit prices per hour; a new version is a new file, so an old estimate can always be recomputed. */
export type PriceBook = z.infer<typeof priceBook>;

/** Reads `prices/<version>.yaml`. @throws FleetDataError */
export function readPriceBook(snapshot: FleetSnapshot, version: string): PriceBook {
  const path = `prices/${version}.yaml`;
  const book = requireFleetFile(snapshot, path, priceBook);
  if (book.version !== version) throw new FleetDataError(path, `version must be "${version}", as the file`);
  return book;
}

/** Estimated cost of a month on one cluster, in hundredths of the currency, rounded once. */
export function monthlyCents(book: PriceBook, cluster: string, taken: Amounts): number {
  const override = book.clusters[cluster] ?? {};
  const hourly =
    taken.cpu * (override.cpuCoreHour ?? book.prices.cpuCoreHour) +
    taken.memoryGiB * (override.memoryGiBHour ?? book.prices.memoryGiBHour) +
    taken.storageGiB * (override.storageGiBHour ?? book.prices.storageGiBHour);
  return Math.round(hourly * HOURS_A_MONTH * 100);
}

import type { Offer, OfferedCluster } from '../../../src/domain/offer/offer.ts';
import { type Size, STAGES, type Stage } from '../../../src/domain/selection.ts';

/** The stages that something can be had for. */
export const stagesOf = ({ clusters }: Offer): Stage[] =>
  STAGES.filter((stage) => clusters.some((cluster) => cluster.stage === stage));

/** The clusters of a stage; of these regions alone where any are named. */
export function clustersOf({ clusters }: Offer, stage: Stage, regions: readonly string[] = []): OfferedCluster[] {
  const there = clusters.filter((cluster) => cluster.stage === stage);
  return regions.length === 0 ? there : there.filter(({ region }) => regions.includes(region));
}

/** What a month costs on all of these clusters together; on the cheapest when none is chosen yet. */
export function sizePrice(clusters: readonly OfferedCluster[], size: Size, chosen: boolean): number | undefined {
  const prices = clusters.map(({ sizes }) => sizes[size]);
  if (prices.length === 0) return undefined;
  return chosen ? prices.reduce((sum, price) => sum + price, 0) : Math.min(...prices);
}

/** What a month of an item costs beside the size, with its defaults; undefined where it cannot be placed. */
export function itemPrice(clusters: readonly OfferedCluster[], item: string): number | undefined {
  const prices = clusters.map(({ items }) => items[item]);
  const known = prices.filter((price) => price !== undefined);
  return known.length < prices.length || known.length === 0 ? undefined : known.reduce((sum, price) => sum + price, 0);
}

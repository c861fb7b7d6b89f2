import type { Offer, OfferedCluster } from '../../../src/domain/offer/offer.ts';
import { clustersOf, itemPrice, sizePrice, stagesOf } from './prices.ts';

const cluster = (region: string, stage: 'dev' | 'prod', price: number, items: Record<string, number> = {}) =>
  ({ region, stage, sizes: { S: price }, items }) as unknown as OfferedCluster;
const offer = {
  clusters: [
    cluster('east', 'prod', 60, { cache: 0, vm: 30 }),
    cluster('west', 'prod', 50, { cache: 0 }),
    cluster('east', 'dev', 20),
  ],
} as unknown as Offer;

test('only stages that have a cluster can be chosen, and only its regions', () => {
  expect(stagesOf(offer)).toEqual(['dev', 'prod']);
  expect(clustersOf(offer, 'prod').map(({ region }) => region)).toEqual(['east', 'west']);
  expect(clustersOf(offer, 'prod', ['west', 'north']).map(({ region }) => region)).toEqual(['west']);
  expect(clustersOf(offer, 'test')).toEqual([]);
});

test('a size costs its sum over the chosen clusters, and from the cheapest while none is chosen', () => {
  expect(sizePrice(clustersOf(offer, 'prod'), 'S', true)).toBe(110);
  expect(sizePrice(clustersOf(offer, 'prod'), 'S', false)).toBe(50);
  expect(sizePrice([], 'S', true)).toBeUndefined();
});

test('an item has no price where one of the clusters cannot have it', () => {
  expect(itemPrice(clustersOf(offer, 'prod', ['east']), 'vm')).toBe(30);
  expect(itemPrice(clustersOf(offer, 'prod'), 'cache')).toBe(0);
  expect(itemPrice(clustersOf(offer, 'prod'), 'vm')).toBeUndefined();
  expect(itemPrice([], 'cache')).toBeUndefined();
});

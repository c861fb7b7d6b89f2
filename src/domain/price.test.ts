import { CATALOGUE, fleet } from '../../test/support/worked-example.ts';
import { FleetDataError } from './fleet-data.ts';
import { monthlyCents, readPriceBook } from './price.ts';
import { SIZES } from './selection.ts';

test('sizes cost what the table of sizes says', () => {
  const book = readPriceBook(fleet(), '2026-01');
  const costs = SIZES.map((size) => monthlyCents(book, 'cluster-east-prod', CATALOGUE.sizes[size]) / 100);
  expect(costs).toEqual([17.92, 59.32, 143.79, 287.58, 577.17]);
});

test('a cluster may have prices of its own, the others keep the common ones', () => {
  const book = readPriceBook(
    fleet({
      'prices/2.yaml':
        '{version: "2", currency: EUR, prices: {cpuCoreHour: 0.01, memoryGiBHour: 0.01, storageGiBHour: 0}, clusters: {c1: {cpuCoreHour: 0.02}}}',
    }),
    '2',
  );
  const one = { cpu: 1, memoryGiB: 1, storageGiB: 1 };
  expect([monthlyCents(book, 'c1', one), monthlyCents(book, 'c2', one)]).toEqual([2190, 1460]);
});

test.each([
  ['no such version', '3', {}, /missing/],
  [
    'another version inside',
    '4',
    { 'prices/4.yaml': '{version: "5", currency: EUR, prices: {cpuCoreHour: 1, memoryGiBHour: 1, storageGiBHour: 1}}' },
    /version must be "4"/,
  ],
  ['not YAML', '6', { 'prices/6.yaml': '{' }, /is not YAML/],
])('%s is an error of the fleet', (_name, version, files, message) => {
  const read = () => readPriceBook(fleet(files), version);
  expect(read).toThrow(FleetDataError);
  expect(read).toThrow(message);
});

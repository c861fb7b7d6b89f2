import { clustersOf, withBook } from './cluster-standing.ts';
import { NO_LOAD } from './load.ts';
import { EMPTY_BOOK } from './reservation.ts';

const profile = (name: string, capacity: string) =>
  [
    `clusters/${name}/profile.yaml`,
    `apiVersion: berth.dev/v1\nkind: ClusterProfile\nname: ${name}\nsite: rack-1\nexecutor: kubernetes\napi: { url: "https://${name}" }\n${capacity}`,
  ] as const;
const files = new Map([
  profile('cluster-east-prod', 'capacity: { cpu: 8, memoryGiB: 32, storageGiB: 100 }'),
  profile('cluster-west-prod', ''),
  [
    'organisation.yaml',
    'apiVersion: berth.dev/v1\nkind: Organisation\nname: example\ntitle: Example\npriceBook: "2026-01"\nleaseDays: { dev: 30, test: 30, staging: 30, prod: null }\n',
  ],
  [
    'prices/2026-01.yaml',
    'version: "2026-01"\ncurrency: USD\nprices: { cpuCoreHour: 1, memoryGiBHour: 1, storageGiBHour: 1 }\n',
  ],
]);
const load = (milliCpu: number) => ({ ...NO_LOAD, milliCpu });
const ask = (id: string, milliCpu: number) => ({ id, environment: `${id}-prod`, load: load(milliCpu), until: 0 });

test('every cluster of the fleet is there, with the capacity that its profile gives it', () => {
  const clusters = clustersOf({ sha: 'main', files });
  expect(clusters).toMatchObject([
    { name: 'cluster-east-prod', limit: { milliCpu: 8000, memoryMiB: 32_768, storageMiB: 102_400 }, environments: 0 },
    { name: 'cluster-west-prod', limit: {}, standing: { milliCpu: 0, memoryMiB: 0, storageMiB: 0 } },
  ]);
});

test('reserved is what requests hold beyond what stands; who waits is counted, and what is not known is not guessed', () => {
  const [east] = clustersOf({ sha: 'main', files });
  if (!east) throw new Error('no cluster');
  const book = {
    ...EMPTY_BOOK,
    others: load(500),
    standing: [{ environment: 'a-prod', load: load(1000), request: 'BR-0' }],
    held: [{ ...ask('a', 1500), confirmed: false }],
    line: [ask('b', 7000)],
  };
  expect(withBook(east, book)).toMatchObject({ reserved: { milliCpu: 500 }, waiting: 1 });
  const done = { ...book, held: [...book.held, { ...ask('c', 2000), confirmed: true }] };
  expect(withBook(east, done)).toMatchObject({ reserved: { milliCpu: 500 } });
  expect(withBook(east, undefined)).toMatchObject({ reserved: { milliCpu: 0 }, waiting: 0 });
  expect(withBook(east, null)).toMatchObject({ reserved: null, waiting: null });
});

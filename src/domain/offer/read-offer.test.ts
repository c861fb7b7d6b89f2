import { Ajv2020 } from 'ajv/dist/2020.js';
import { CATALOGUE, fleet } from '../../../test/support/worked-example.ts';
import { readOffer } from './read-offer.ts';

const offer = readOffer(fleet(), CATALOGUE);

test('it offers every item but the namespace, with the schema of its parameters', () => {
  expect(offer.items.map(({ name }) => name)).toEqual(['cache', 'ingress', 'postgresql', 'vm']);
  const [, ingress, postgresql] = offer.items;
  expect(ingress).toMatchObject({ billing: 'included', holdsData: false, unique: ['host'] });
  expect(postgresql).toMatchObject({ holdsData: true, makes: ['clusters.postgresql.cnpg.io'] });
  expect(postgresql?.schema).toMatchObject({ properties: { storage: { title: 'Storage of each instance' } } });
});

test('sizes cost on each cluster what a request of that size alone would', () => {
  const east = offer.clusters.find(({ name }) => name === 'cluster-east-prod');
  expect(offer.currency).toBe('USD');
  expect(east?.sizes).toMatchObject({ XS: 17.92, S: 59.32, M: 143.79, L: 287.58, XL: 577.17 });
});

test('a cluster offers what its profile has all for, and only what is not part of the size costs more', () => {
  const bare = readOffer(
    fleet({
      'clusters/cluster-east-prod/profile.yaml': [
        'apiVersion: berth.dev/v1',
        'kind: ClusterProfile',
        'name: cluster-east-prod',
        'site: rack-a',
        'executor: kubernetes',
        'api: { url: "https://east.example.test" }',
      ].join('\n'),
    }),
    CATALOGUE,
  );
  const itemsOf = ({ clusters }: typeof offer) => clusters.find(({ name }) => name === 'cluster-east-prod')?.items;
  expect(itemsOf(bare)).toEqual({ cache: 0 });
  expect(itemsOf(offer)).toMatchObject({ cache: 0, ingress: 0, postgresql: 0 });
  expect(itemsOf(offer)?.['vm']).toBeGreaterThan(0);
});

const validate = new Ajv2020({ strict: true, formats: { email: /@/ } }).compile(offer.form);
const PAYMENTS = { project: 'payments', lead: 'lee@example.test', costCentre: 'CC-1042' };
const withEnvironment = (more: object) => ({
  ...PAYMENTS,
  environments: [{ stage: 'prod', regions: ['east'], size: 'S', ...more }],
});

test.each([
  ['a project alone', PAYMENTS, true],
  [
    'an environment with a database',
    withEnvironment({ items: [{ item: 'postgresql', parameters: { version: '16' } }] }),
    true,
  ],
  ['a name that is none', { ...PAYMENTS, project: 'Payments API' }, false],
  ['a region there is not', withEnvironment({ regions: ['atlantis'] }), false],
  ['an item there is not', withEnvironment({ items: [{ item: 'mainframe' }] }), false],
  ['a parameter there is not', withEnvironment({ items: [{ item: 'cache', parameters: { memmory: '1Gi' } }] }), false],
])('the schema of the whole form takes or refuses %s', (_what, request, taken) => {
  expect(validate(request)).toBe(taken);
});

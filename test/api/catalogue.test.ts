import type { Offer } from '../../src/domain/offer/offer.ts';
import type { DecidedCase } from '../../src/policy/who-decides.ts';
import { wholeFileApi } from '../support/api.ts';

const { api } = wholeFileApi();

test('whoever may ask is told what there is, and what it costs where', async () => {
  const answer = await api.call('dana', 'GET', '/api/catalogue');

  expect(answer.status).toBe(200);
  const offer = (await answer.json()) as Offer;
  expect(offer.items.map(({ name }) => name)).toContain('postgresql');
  expect(offer.clusters.find(({ name }) => name === 'cluster-west-prod')).toMatchObject({
    region: 'west',
    stage: 'prod',
    sizes: { S: 59.32 },
  });
});

test('who would decide is told of each stage that there is a cluster for', async () => {
  const answer = await api.call('dana', 'GET', '/api/catalogue/decisions');

  const { items } = (await answer.json()) as { items: DecidedCase[] };
  expect(items.find(({ stage, size }) => stage === 'prod' && size === 'S')?.stages).toMatchObject([{ name: 'lead' }]);
  expect(items.some(({ stage }) => stage === 'staging')).toBe(false);
});

import { CATALOGUE, fleet } from '../../test/support/worked-example.ts';
import { readOffer } from '../domain/offer/read-offer.ts';
import { createEmbeddedEngine } from './embedded.ts';
import { whoDecides } from './who-decides.ts';

const offer = readOffer(fleet(), CATALOGUE);
const policy = createEmbeddedEngine();

const names = ({ stages }: { stages: readonly { name: string }[] }) => stages.map(({ name }) => name);

test('without settings the lead decides about everything that can be had', async () => {
  const cases = await whoDecides(policy, offer, {});
  expect(new Set(cases.map(({ stage }) => stage))).toEqual(new Set(['dev', 'prod']));
  expect(cases).toHaveLength(2 * offer.sizes.length);
  for (const one of cases) expect(names(one)).toEqual(['lead']);
});

test('what settings say of stages and prices is told where it holds', async () => {
  const cases = await whoDecides(policy, offer, {
    cost: { ownerFrom: 200, limit: 500 },
    autoApprove: { stages: ['dev'], below: 50 },
  });
  const of = (stage: string, size: string) => cases.find((one) => one.stage === stage && one.size === size);
  expect(of('dev', 'XS')?.autoApproval).not.toBeNull();
  expect(names(of('prod', 'L') ?? { stages: [] })).toContain('cost');
  expect(names(of('prod', 'S') ?? { stages: [] })).toEqual(['lead']);
  expect(of('prod', 'XL')?.denials).toHaveLength(1);
});

import type { Offer } from '../../../src/domain/offer/offer.ts';
import { withNames } from './places.ts';

const schema = { properties: { storage: { title: 'Storage of each instance' }, plain: {} } };
const offer = { items: [{ name: 'postgresql', title: 'PostgreSQL database', schema }] } as unknown as Offer;
const fields = {
  items: [
    { item: 'postgresql', parameters: {} },
    { item: 'gone', parameters: {} },
  ],
};
const names = { lead: 'Lead', regions: 'Regions' };

test.each([
  ['lead', 'Lead'],
  ['environments[0].regions', 'Regions'],
  ['environments[0].regions[1]', 'Regions'],
  ['environments[0].items[0]', 'PostgreSQL database'],
  ['environments[0].items[0].parameters.storage', 'PostgreSQL database, Storage of each instance'],
  ['environments[0].items[0].parameters.plain', 'PostgreSQL database, plain'],
  ['environments[0].items[1].parameters.x', 'gone, x'],
  ['policy', 'policy'],
])('%s is called %s', (where, name) => {
  const [problem] = withNames([{ where, what: 'is wrong', mend: '' }], { fields, offer, names });
  expect(problem?.where).toBe(name);
});

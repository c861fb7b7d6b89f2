import { fleetFiles } from '../../sandbox/fleet.ts';
import { checkFleet } from '../../src/fleet/check.ts';
import { DEFAULT_CLUSTERS, seedFiles } from '../../src/fleet/templates.ts';

const seed = {
  organisation: 'example',
  owner: 'olgareyes',
  clusters: DEFAULT_CLUSTERS.map((name) => ({ name })),
};

test("the sandbox's fleet is what `berth fleet init` writes, so nobody tries another", () => {
  expect([...fleetFiles()]).toEqual([...seedFiles(seed)]);
});

test('a fleet just made passes every check', async () => {
  expect(checkFleet(seedFiles(seed))).toEqual([]);
});

test('no word of a template is left to be filled in', () => {
  expect([...seedFiles(seed).values()].filter((text) => /__[A-Z]/.test(text))).toEqual([]);
});

import { playWithKill } from '../support/kill.ts';
import { allPoints, findDifferences } from '../support/kill-suite.ts';

test('a worker killed at any write of a request that ends as withdrawn loses nothing and does nothing twice', async () => {
  const calm = await playWithKill('withdrawn');
  expect(calm.status.phase).toBe('withdrawn');

  const differences = await findDifferences('withdrawn', calm, allPoints(calm.writes.length));

  expect(differences).toEqual([]);
}, 3_600_000);

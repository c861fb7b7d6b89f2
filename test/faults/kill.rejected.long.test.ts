import { playWithKill } from '../support/kill.ts';
import { allPoints, findDifferences } from '../support/kill-suite.ts';

test('a worker killed at any write of a request that ends as rejected loses nothing and does nothing twice', async () => {
  const calm = await playWithKill('rejected');
  expect(calm.status.phase).toBe('rejected');

  const differences = await findDifferences('rejected', calm, allPoints(calm.writes.length));

  expect(differences).toEqual([]);
}, 3_600_000);

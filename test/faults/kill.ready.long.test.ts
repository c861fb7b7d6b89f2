import { playWithKill } from '../support/kill.ts';
import { allPoints, findDifferences } from '../support/kill-suite.ts';

test('a worker killed at any write of a request that ends as ready loses nothing and does nothing twice', async () => {
  const calm = await playWithKill('ready');
  expect(calm.status.phase).toBe('ready');

  const differences = await findDifferences('ready', calm, allPoints(calm.writes.length));

  expect(differences).toEqual([]);
}, 3_600_000);

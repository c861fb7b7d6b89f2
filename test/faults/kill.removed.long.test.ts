import { playWithKill } from '../support/kill.ts';
import { allPoints, findDifferences } from '../support/kill-suite.ts';

test('a worker killed at any write of a request that ends as removed loses nothing and does nothing twice', async () => {
  const calm = await playWithKill('removed');
  expect(calm.status.phase).toBe('removed');

  const differences = await findDifferences('removed', calm, allPoints(calm.writes.length));

  expect(differences).toEqual([]);
}, 3_600_000);

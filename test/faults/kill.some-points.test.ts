import { playWithKill } from '../support/kill.ts';
import { findDifferences, somePoints } from '../support/kill-suite.ts';

test('a worker killed at six writes spread over a request loses nothing and does nothing twice', async () => {
  const calm = await playWithKill('ready');
  expect(calm.status.phase).toBe('ready');

  const differences = await findDifferences('ready', calm, somePoints(calm.writes.length, 6));

  expect(differences).toEqual([]);
}, 600_000);

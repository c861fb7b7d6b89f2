import { WriteLog } from './write-log.ts';

test('counts writes and tells both moments in order', async () => {
  const log = new WriteLog();
  const seen: string[] = [];
  log.onMoment = (write, moment) => void seen.push(`${write.n} ${moment}`);

  const write = await log.effect('github', 'POST /pulls');
  await log.replied(write);

  expect(seen).toEqual(['1 effect', '1 replied']);
  expect(log.all()).toEqual([{ n: 1, system: 'github', what: 'POST /pulls' }]);
});

import { fewAtATime } from './few-at-a-time.ts';

test('no more than so many run at a time, in the order of asking, also when some fail; kinds do not wait for each other', async () => {
  const inTurn = fewAtATime(2);
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const calls = [0, 1, 2, 3].map((n) =>
    inTurn('a', () => {
      begun.push(n);
      return new Promise<number>((resolve, reject) =>
        ends.push(() => (n === 0 ? reject(new Error('no')) : resolve(n))),
      );
    }),
  );
  const failed = calls[0]?.catch((error: Error) => error.message);
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  await settled();
  expect([begun, await inTurn('b', async () => 'at once')]).toEqual([[0, 1], 'at once']);
  ends[0]?.();
  expect(await failed).toBe('no');
  await settled();
  expect(begun).toEqual([0, 1, 2]);
  ends[1]?.();
  await settled();
  expect(begun).toEqual([0, 1, 2, 3]);
  for (const end of ends) end();
  expect(await Promise.all(calls.slice(1))).toEqual([1, 2, 3]);
});

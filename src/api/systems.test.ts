import type { Finding } from '../doctor/finding.ts';
import { createSystems } from './systems.ts';

const finding: Finding = { system: 'slack', what: 'reach', ok: true, detail: 'fine' };
const TIMES = { freshMs: 60_000, patienceMs: 60_000, longestMs: 120_000 };

/** An examination that ends when it is told to. */
function held() {
  const ends: ((found: readonly Finding[]) => void)[] = [];
  return { ends, examine: () => new Promise<readonly Finding[]>((resolve) => ends.push(resolve)) };
}

test('who asks while it is examined gets the same answer, and who asks soon after it the one that is known', async () => {
  const { ends, examine } = held();
  const systems = createSystems(examine, TIMES);
  const both = [systems(), systems()];
  expect(ends).toHaveLength(1);
  ends[0]?.([finding]);
  const [first, second] = await Promise.all(both);
  expect(second).toEqual(first);
  expect(await systems()).toEqual(first);
  expect(ends).toHaveLength(1);
});

test('what is old is looked for again', async () => {
  const { ends, examine } = held();
  const systems = createSystems(examine, { ...TIMES, freshMs: 0 });
  for (const n of [0, 1]) {
    const asked = systems();
    ends[n]?.([{ ...finding, detail: `${n}` }]);
    expect((await asked).findings[0]?.detail).toBe(`${n}`);
  }
});

test('who has waited long enough is told to come again, and the examination is not begun anew', async () => {
  const { ends, examine } = held();
  const systems = createSystems(examine, { ...TIMES, patienceMs: 1 });
  await expect(systems()).rejects.toMatchObject({ status: 503 });
  await expect(systems()).rejects.toMatchObject({ status: 503 });
  expect(ends).toHaveLength(1);
});

test('one that never ends is given up, and one that fails is not kept', async () => {
  const { ends, examine } = held();
  const systems = createSystems(examine, { ...TIMES, longestMs: 1 });
  await expect(systems()).rejects.toMatchObject({ status: 503 });
  await expect(systems()).rejects.toMatchObject({ status: 503 });
  expect(ends).toHaveLength(2);
  let tries = 0;
  const failing = createSystems(async () => {
    tries += 1;
    throw new Error('no');
  }, TIMES);
  await expect(failing()).rejects.toThrow('no');
  await expect(failing()).rejects.toThrow('no');
  expect(tries).toBe(2);
});

import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cached, obtainInto } from './cache.ts';

let folder: string;
const before = process.env.BERTH_CACHE;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'berth-cache-'));
  process.env.BERTH_CACHE = folder;
});

afterEach(() => {
  if (before === undefined) delete process.env.BERTH_CACHE;
  else process.env.BERTH_CACHE = before;
  rmSync(folder, { recursive: true });
});

function writes(text: string): (work: string) => Promise<string> {
  return async (work) => {
    writeFileSync(join(work, 'made'), text);
    return join(work, 'made');
  };
}

test('only the finished thing is left', async () => {
  await obtainInto(cached('temporal', 'server-1'), writes('program'));
  expect(readFileSync(cached('temporal', 'server-1'), 'utf8')).toBe('program');
  expect(readdirSync(dirname(cached('temporal', 'server-1')))).toEqual(['server-1']);
});

test('a failure leaves nothing', async () => {
  const failing = obtainInto(cached('temporal', 'server-1'), async (work) => {
    writeFileSync(join(work, 'half'), '');
    throw new Error('cut off');
  });
  await expect(failing).rejects.toThrow('cut off');
  expect(readdirSync(join(folder, 'temporal'))).toEqual([]);
});

test('what another process finished meanwhile stays', async () => {
  await obtainInto(cached('temporal', 'server-1'), async (work) => {
    writeFileSync(cached('temporal', 'server-1'), 'first');
    return writes('second')(work);
  });
  expect(readFileSync(cached('temporal', 'server-1'), 'utf8')).toBe('first');
});

test('two things are obtained at once without touching each other', async () => {
  await Promise.all([
    obtainInto(cached('temporal', 'a'), writes('a')),
    obtainInto(cached('temporal', 'b'), writes('b')),
  ]);
  expect([readFileSync(cached('temporal', 'a'), 'utf8'), readFileSync(cached('temporal', 'b'), 'utf8')]).toEqual([
    'a',
    'b',
  ]);
});

test('what a killed process left is removed, what a living one makes is not', async () => {
  const parent = join(folder, 'temporal');
  const dead = join(parent, 'unfinished-999999999-x');
  const living = join(parent, `unfinished-${process.ppid}-x`);
  mkdirSync(dead, { recursive: true });
  mkdirSync(living);
  await obtainInto(cached('temporal', 'server-1'), writes('program'));
  expect([existsSync(dead), existsSync(living)]).toEqual([false, true]);
});

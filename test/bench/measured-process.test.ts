import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMeasured } from './measured-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'berth-measured-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A program of these words, which says that it is there when it is asked. */
function started(name: string, words: string) {
  const file = join(folder, name);
  writeFileSync(
    file,
    `process.on('message', ({ order }) => process.send({ answer: order, result: 'here' }));\n${words}`,
  );
  return startMeasured(file, [], folder);
}

test('one that dies says so, with what it said last', async () => {
  const dead = started('dead.mjs', "setTimeout(() => { throw new Error('no port is free') }, 100)");
  await expect(dead.died).rejects.toThrow(/dead\.mjs has ended \(1\): [^]*no port is free/);
  await expect(dead.ask({})).rejects.toThrow('has ended');
});

test('one that is stopped disturbs nobody', async () => {
  const alive = started('alive.mjs', 'setInterval(() => {}, 1000)');
  expect(await alive.ask({})).toBe('here');
  await alive.stop();
  const waited = new Promise((resolve) => setImmediate(resolve, 'nothing was said'));
  expect(await Promise.race([alive.died, waited])).toBe('nothing was said');
});

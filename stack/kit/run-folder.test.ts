import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startOf } from './daemon.ts';
import { emptyRunFolder, killKeepersRest, livingKeeper, writeKeeper } from './run-folder.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'berth-run-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a folder of something else is never emptied, one of a stack is', () => {
  writeFileSync(join(folder, 'thesis.txt'), 'years');
  expect(() => emptyRunFolder(folder)).toThrow('is not the folder of a stack');

  writeKeeper(folder, process.pid);
  emptyRunFolder(folder);
  expect(() => emptyRunFolder(folder)).not.toThrow();
});

test('a keeper that was killed is known as dead, and what it left in its group is killed', async () => {
  // Says the number of its child, and waits for ever.
  const script =
    "const c = require('child_process').spawn('sleep', ['600']); console.log(c.pid); setInterval(() => {}, 1e6)";
  const keeper = spawn(process.execPath, ['-e', script], { detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = (await once(keeper.stdout, 'data')) as [Buffer];
  const left = Number(said.toString());
  writeKeeper(folder, keeper.pid ?? 0);
  expect(livingKeeper(folder)).toBe(keeper.pid);
  expect(killKeepersRest(folder)).toBe(false);

  keeper.kill('SIGKILL');
  await once(keeper, 'exit');
  expect(livingKeeper(folder)).toBeUndefined();
  expect(startOf(left)).toBeDefined();
  expect(killKeepersRest(folder)).toBe(true);

  while (startOf(left) !== undefined) await new Promise((resolve) => setImmediate(resolve));
  expect(killKeepersRest(folder)).toBe(false);
});

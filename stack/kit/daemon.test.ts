import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { daemonStates, startDaemon } from './daemon.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'berth-daemon-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Node running a line of JavaScript. */
const order = (name: string, script: string) => ({ name, program: process.execPath, args: ['-e', script] });
const never = async () => false;

test('a server is on record until it is closed', async () => {
  const daemon = await startDaemon(folder, { ...order('good', 'setInterval(() => {}, 1e6)'), ready: async () => true });
  expect(daemonStates(folder)).toEqual([{ name: 'good', pid: daemon.pid, alive: true }]);

  await daemon.close();
  expect(daemonStates(folder)).toEqual([]);
});

test('a program that ends before it is ready says why, and leaves no record', async () => {
  const started = startDaemon(folder, { ...order('early', 'console.log("no room"); process.exit(3)'), ready: never });

  await expect(started).rejects.toThrow('early ended with 3. It said last:\nno room');
  expect(daemonStates(folder)).toEqual([]);
});

test('a program that is not ready in time is ended, and leaves no record', async () => {
  const late = { ...order('late', 'setInterval(() => {}, 1e6)'), ready: never, readyWithinMs: 1 };

  await expect(startDaemon(folder, late)).rejects.toThrow('late was not ready in time');
  expect(daemonStates(folder)).toEqual([]);
});

test('a program that does not exist leaves no record', async () => {
  const started = startDaemon(folder, { name: 'none', program: join(folder, 'none'), args: [], ready: never });

  await expect(started).rejects.toThrow('ENOENT');
  expect(daemonStates(folder)).toEqual([]);
});

/* In processes of their own, with a temp folder of their own: a worker that starts elsewhere clears the machine's. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { inWorkFolder } from './work-folder.ts';

const MODULE = JSON.stringify(join(import.meta.dirname, 'work-folder.ts'));
let folder: string;
let children: ChildProcess[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'berth-folders-'));
  children = [];
});
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

interface Holder {
  readonly path: string;
  readonly pid: number;
  kill(): Promise<void>;
}

/** A process that stays in a work folder. */
async function holder(then = ''): Promise<Holder> {
  const script = `import(${MODULE}).then(({ inWorkFolder }) => inWorkFolder(async ({ path, write }) => {
    write('kubeconfig', 'secret'); ${then}
    console.log(path); await new Promise(() => setInterval(() => {}, 1e6)); }))`;
  const env = { ...process.env, TMPDIR: folder };
  const child = spawn(process.execPath, ['-e', script], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  const kill = async () => {
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  return { path: said.toString().trim(), pid: child.pid ?? 0, kill };
}

/** As a worker does when it starts. */
function clear(): void {
  const script = `import(${MODULE}).then(({ clearWorkFolders }) => clearWorkFolders())`;
  execFileSync(process.execPath, ['-e', script], { env: { ...process.env, TMPDIR: folder } });
}

test('a call has a folder of its own, which only we can read and which is gone afterwards', async () => {
  const path = await inWorkFolder(async ({ path, write }) => {
    write('kubeconfig', 'secret');
    expect(statSync(path).mode & 0o777).toBe(0o700);
    expect(statSync(join(path, 'kubeconfig')).mode & 0o777).toBe(0o600);
    return path;
  });
  expect(existsSync(path)).toBe(false);
});

test('what a killed process left is removed, what a living one uses is not', async () => {
  const [dead, living] = [await holder(), await holder()];
  await dead.kill();
  expect(existsSync(join(dead.path, 'kubeconfig'))).toBe(true);

  clear();

  expect([dead, living].map(({ path }) => existsSync(path))).toEqual([false, true]);
});

test('a later process with the number of a dead one does not keep its folder', async () => {
  const { path, pid } = await holder();
  const earlier = path.replace(/-\d+-\w+$/, '-1-abcdef');
  expect(earlier).toContain(`-${pid}-1-abcdef`);
  mkdirSync(earlier);

  clear();

  expect([path, earlier].map((one) => existsSync(one))).toEqual([true, false]);
});

test('a program that outlived the process that started it keeps its folder until it has ended', async () => {
  const started = await holder(
    `const { pid } = (await import('node:child_process')).spawn('sleep', ['600'], { cwd: path, stdio: 'ignore' });
     write('pid', String(pid));`,
  );
  const program = Number(readFileSync(join(started.path, 'pid'), 'utf8'));
  await started.kill();
  clear();
  expect(existsSync(started.path)).toBe(true);

  process.kill(program, 'SIGKILL');
  while (existsSync(`/proc/${program}/cwd`)) await delay(20);
  clear();
  expect(existsSync(started.path)).toBe(false);
});

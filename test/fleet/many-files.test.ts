/* A fleet may have more files than a process may have open. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const WORKTREE = join(import.meta.dirname, '../../src/clients/git-worktree.ts');
const MOST_OPEN = 128;
const FILES = 500;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'berth-fleet-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('every file of a work tree is read, however few may be open at once', () => {
  for (let i = 0; i < FILES; i += 1) writeFileSync(join(folder, `${i}.yaml`), 'a: 1\n');
  execFileSync('git', ['init', '-q', folder]);
  const script = `
    const { openWorktree } = await import(${JSON.stringify(WORKTREE)});
    console.log((await openWorktree(${JSON.stringify(folder)}).readFiles()).size);`;
  const bounded = `ulimit -n ${MOST_OPEN} && exec "$0" --input-type=module -e "$1"`;
  const said = execFileSync('sh', ['-c', bounded, process.execPath, script], { encoding: 'utf8' });
  expect(said.trim()).toBe(String(FILES));
});

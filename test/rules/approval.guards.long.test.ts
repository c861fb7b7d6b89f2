import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GUARDS } from '../support/approvals/guards.ts';

/*
 * Each guard is taken out of a copy of the sources, one at a time, and the attempts of `approval.attempts` are played
 * against what is left.
 */
const ROOT = join(import.meta.dirname, '..', '..');
const PLAYED = 'test/support/approvals';
const ATTEMPTS = '20000';
const SEEDS = ['1', '2', '3'];

let copy: string;
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'berth-guards-'));
  const parts = ['src', PLAYED, 'test/support/auth.ts', 'package.json'];
  for (const part of parts) cpSync(join(ROOT, part), join(copy, part), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
});
afterAll(() => rmSync(copy, { recursive: true }));

/** What the attempts find; undefined: nothing. */
function play(seed: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const args = [join(copy, PLAYED, 'run.ts'), ATTEMPTS, seed];
    execFile(process.execPath, args, (error, _, words) => resolve(error ? words : undefined));
  });
}

test('with every guard in its place nothing is found', async () => {
  expect(await play('1')).toBeUndefined();
}, 600_000);

test.each(GUARDS)(
  'without "$code" in $file an attempt succeeds that must not',
  async ({ file, code, without }) => {
    const path = join(copy, file);
    const whole = readFileSync(path, 'utf8');
    expect(whole.split(code)).toHaveLength(2);
    writeFileSync(
      path,
      whole.replace(code, () => without),
    );
    try {
      expect(await firstFound()).toMatch(/Property failed after \d+ tests/);
    } finally {
      writeFileSync(path, whole);
    }
  },
  600_000,
);

async function firstFound(): Promise<string | undefined> {
  for (const seed of SEEDS) {
    const found = await play(seed);
    if (found !== undefined) return found;
  }
  return undefined;
}

import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WORKFLOW_GUARDS } from '../support/workflow-guards.ts';

/* Each guard that only workflows have is taken out of a copy, one at a time, and the story that needs it is played. */
const ROOT = join(import.meta.dirname, '..', '..');
const PARTS = ['src', 'test', 'sandbox', 'scripts', 'catalogue', 'policies', 'package.json', 'jest.config.js'];
const STORIES = 'test/workflows/';

let copy: string;
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'berth-workflow-guards-'));
  for (const part of PARTS) cpSync(join(ROOT, part), join(copy, part), { recursive: true });
  // Jest looks for every folder that it may find tests in.
  for (const part of ['stack', 'portal']) cpSync(join(ROOT, part), join(copy, part), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
});
afterAll(() => rmSync(copy, { recursive: true }));

/** What jest says of these stories, and whether one failed. */
function play(stories: readonly string[], title = ''): Promise<{ failed: boolean; said: string }> {
  const { BERTH_LONG_TESTS: _, BERTH_WORKFLOW_BUNDLE: __, ...env } = process.env;
  // A story that fails may wait for ever behind its failure.
  const jest = ['--experimental-vm-modules', join(copy, 'node_modules/jest/bin/jest.js'), '--forceExit'];
  const which = ['--runTestsByPath', ...new Set(stories.map((story) => `${STORIES}${story}.test.ts`))];
  return new Promise((resolve) => {
    execFile(process.execPath, [...jest, ...which, '-t', title], { cwd: copy, env }, (error, _out, said) =>
      resolve({ failed: error !== null, said }),
    );
  });
}

test('with every guard in its place all of these stories go well', async () => {
  const { failed, said } = await play(WORKFLOW_GUARDS.map(({ story }) => story));

  expect(failed ? said : '').toBe('');
}, 600_000);

test.each(WORKFLOW_GUARDS)(
  'without "$code" in $file "$test" of $story fails',
  async ({ file, code, without, story, test: title }) => {
    const path = join(copy, file);
    const whole = readFileSync(path, 'utf8');
    expect(whole.split(code)).toHaveLength(2);
    writeFileSync(path, whole.replace(code, without));
    try {
      expect((await play([story], title)).said).toMatch(/Tests: +\d+ failed/);
    } finally {
      writeFileSync(path, whole);
    }
  },
  600_000,
);

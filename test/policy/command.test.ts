import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { testPolicy } from '../../src/cli/commands/policy-test.ts';
import { CliFailure } from '../../src/cli/failures.ts';

const MAIN = join(import.meta.dirname, '..', '..', 'src', 'cli', 'main.ts');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'berth-cases-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** As the command does it, inside this process: starting Node takes longer than all cases. */
async function tryFolder(options: { json?: boolean } = {}): Promise<{ code: number; out: string; err: string }> {
  const lines: string[] = [];
  const done = { code: 0, err: '' };
  try {
    done.code = await testPolicy({ print: (line) => void lines.push(line) }, folder, options);
  } catch (error) {
    if (!(error instanceof CliFailure)) throw error;
    Object.assign(done, { code: error.exitCode, err: error.message });
  }
  return { ...done, out: lines.join('\n') };
}

const write = (name: string, text: string) => writeFileSync(join(folder, name), text);

const GOOD = `
approval: { cost: { ownerFrom: 500 } }
cases:
  - title: The owner decides
    input: { cost: { delta: 612 } }
    expected: { stages: [{ name: lead }, { name: cost }] }
  - title: A word is no amount
    input: { settings: { cost: { ownerFrom: much } } }
    fails: approval.cost.ownerFrom must be an amount
`;

test('the command ends with its outcome', async () => {
  write('good.yaml', GOOD);

  const ended = await promisify(execFile)(process.execPath, [MAIN, 'policy', 'test', folder]);

  expect(ended).toEqual({ stdout: expect.stringContaining('2 cases'), stderr: '' });
});

test('every case is told, and all is well', async () => {
  write('good.yaml', GOOD);
  write('note.md', 'no case');

  const { code, out, err } = await tryFolder();

  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatch(/✓ good\.yaml: The owner decides\n✓ good\.yaml: A word is no amount\n2 cases .*: 0 differ/);
});

test('what comes out otherwise is told, with where', async () => {
  const [, , , , ...rest] = GOOD.split('\n');
  write('bad.json', JSON.stringify({ cases: [{ title: 'Two', expected: { stages: [{ name: 'lead', count: 2 }] } }] }));
  write('none.yaml', ['cases:', '  - title: Unpriced', ...rest].join('\n'));

  const { code, out } = await tryFolder({ json: true });

  expect(code).toBe(5);
  expect(JSON.parse(out)).toEqual({
    policy: expect.stringMatching(/^approval@/),
    cases: [
      { file: 'bad.json', title: 'Two', differences: ['stages[0].count: expected 2, is absent'] },
      { file: 'none.yaml', title: 'Unpriced', differences: ['stages: expected 2 items, has 1: ["lead"]'] },
      { file: 'none.yaml', title: 'A word is no amount', differences: [] },
    ],
  });
});

test.each([
  [
    'cases: [{ title: A, input: { change: { stgae: prod } }, expected: {} }]',
    'A: change.stgae is nothing that a policy',
  ],
  ['cases: [{ title: A }]', 'needs either expected or fails'],
  ['cases: []', 'cases'],
  ['settings: {}', 'settings'],
])('a slip in a file is told: %s', async (text, message) => {
  write('slip.yaml', text);

  const { code, err } = await tryFolder();

  expect(code).toBe(2);
  expect(err).toContain('slip.yaml');
  expect(err).toContain(message);
});

test('a folder without cases is no success', async () => {
  expect(await tryFolder()).toMatchObject({ code: 2, err: expect.stringContaining('has no cases') });
});

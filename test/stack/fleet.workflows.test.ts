/* The workflows of the fleet repository, judged by a program that nobody here wrote. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { seedFiles } from '../../src/fleet/templates.ts';
import { FLEET_PROGRAMS } from '../../stack/programs/fleet.ts';
import { pathsOf } from '../../stack/programs/program.ts';

const SEED = seedFiles({ organisation: 'example', owner: 'olgareyes', clusters: [] });
const WORKFLOWS = [...SEED].filter(([path]) => path.startsWith('.github/workflows/'));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'berth-workflows-'));
  writeFileSync(join(folder, 'actionlint.yaml'), SEED.get('.github/actionlint.yaml') ?? '');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What actionlint says of a workflow; nothing when it finds nothing. */
function lint(path: string, text: string): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  const { status, stdout, stderr } = spawnSync(
    pathsOf(FLEET_PROGRAMS).actionlint,
    ['-no-color', '-config-file', join(folder, 'actionlint.yaml'), file],
    {
      encoding: 'utf8',
    },
  );
  expect([0, 1]).toContain(status);
  expect(stderr).toBe('');
  return stdout;
}

test('there are the three', () => {
  expect(WORKFLOWS.map(([path]) => path.split('/').at(-1))).toEqual([
    'berth-apply.yml',
    'berth-check.yml',
    'berth-plan.yml',
  ]);
});

test.each(WORKFLOWS)('actionlint finds nothing in %s', (path, text) => {
  expect(lint(path, text)).toBe('');
});

test('it would find an input that is not declared, and text of a stranger in a script', () => {
  const [[path, text] = ['', '']] = WORKFLOWS;
  expect(lint(path, text.replaceAll('inputs.sha', 'inputs.shaa'))).toContain('property "shaa" is not defined');
  const told = lint(path, text.replace('berth infra apply --request', 'echo ${{ github.event.pull_request.title }}'));
  expect(told).toContain('potentially untrusted');
});

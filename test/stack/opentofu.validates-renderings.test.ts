/* What Berth renders is what the oldest provider of the allowed range takes: `tofu validate` over its real schema. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { renderChange } from '../../src/domain/render/change.ts';
import { toOpenTofu } from '../../src/domain/render/opentofu.ts';
import { pathsOf } from '../../stack/programs/program.ts';
import { TOFU_PROGRAMS } from '../../stack/programs/tofu.ts';
import { makeMirror } from '../../stack/tofu/mirror.ts';
import { CATALOGUE, fleetWithExecutor, workedExample } from '../support/worked-example.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'berth-validate-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const mainOf = (stage: 'dev' | 'prod') => {
  const example = workedExample({ selection: { stage, regions: ['east'] } });
  const rendered = renderChange(example, fleetWithExecutor('opentofu'), CATALOGUE).files;
  return rendered.find(({ path }) => path.endsWith('main.tf.json'))?.content ?? '';
};

async function validate(main: string): Promise<{ valid: boolean; diagnostics: unknown[] }> {
  writeFileSync(join(folder, 'main.tf.json'), main);
  const config = makeMirror(folder);
  const env = { PATH: process.env['PATH'], HOME: folder, TF_CLI_CONFIG_FILE: config };
  const tofu = (...args: string[]) => promisify(execFile)(pathsOf(TOFU_PROGRAMS).tofu, args, { cwd: folder, env });
  await tofu('init', '-input=false', '-backend=false');
  const said = await tofu('validate', '-json').catch((error: { stdout: string }) => error);
  return JSON.parse(said.stdout) as { valid: boolean; diagnostics: unknown[] };
}

test.each([
  ['production with a database and an ingress', () => mainOf('prod')],
  ['a stage for trying things', () => mainOf('dev')],
  ['nothing any more', () => toOpenTofu([])],
])('%s is valid', async (_what, main) => {
  expect(await validate(main())).toMatchObject({ valid: true, diagnostics: [] });
});

test('a slip would be seen', async () => {
  const { valid, diagnostics } = await validate(mainOf('dev').replace('"pod_selector"', '"pod_selectro"'));
  expect(valid).toBe(false);
  expect(JSON.stringify(diagnostics)).toContain('pod_selectro');
});

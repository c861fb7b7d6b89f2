/* What is committed as WebAssembly is what a real OPA makes of the source, and the policy passes its own tests there. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compilePolicy } from '../../scripts/kit/policy.ts';
import { run } from '../../scripts/kit/run.mjs';
import { POLICY_PROGRAMS } from '../../stack/programs/opa.ts';
import { pathsOf } from '../../stack/programs/program.ts';
import { GO_VERSIONS } from '../../stack/programs/versions.ts';

const root = join(import.meta.dirname, '..', '..');
const opa = (...args: string[]) => run(pathsOf(POLICY_PROGRAMS).opa, args, { cwd: root });

test('OPA is the one that the policy is built with', async () => {
  expect((await opa('version')).output).toContain(`Version: ${GO_VERSIONS.opa}`);
});

test('the committed WebAssembly is what OPA makes of the source', async () => {
  const built = await compilePolicy(pathsOf(POLICY_PROGRAMS).opa, root, ['policies/approval.rego']);
  expect(built.equals(readFileSync(join(root, 'policies', 'approval.wasm')))).toBe(true);
});

test.each([
  ['passes its tests', ['test', 'policies']],
  ['has every line covered by them', ['test', 'policies', '--coverage', '--threshold', '100']],
  ['is sound', ['check', '--strict', 'policies']],
  ['is formatted', ['fmt', '--fail', '--list', 'policies']],
])('the policy %s', async (_what, args) => {
  expect(await opa(...args)).toMatchObject({ code: 0 });
});

/* The policy of one's own in docs/approvals.md: built as the page says, it passes its cases inside Berth. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compilePolicy } from '../../scripts/kit/policy.ts';
import { readCases, tryCase } from '../../src/policy/cases.ts';
import { createEmbeddedEngine } from '../../src/policy/embedded.ts';
import type { PolicyEngine } from '../../src/policy/engine.ts';
import { POLICY_PROGRAMS } from '../../stack/programs/opa.ts';
import { pathsOf } from '../../stack/programs/program.ts';
import { documentedFiles } from '../support/documented.ts';

const files = documentedFiles();
let folder: string;
let engine: PolicyEngine;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'berth-policy-'));
  writeFileSync(join(folder, 'approval.rego'), files.get('approval.rego') ?? '');
  const wasm = join(folder, 'databases.wasm');
  writeFileSync(wasm, await compilePolicy(pathsOf(POLICY_PROGRAMS).opa, folder, ['approval.rego']));
  engine = createEmbeddedEngine(wasm);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const cases = readCases('databases.yaml', files.get('databases.yaml') ?? '');

test.each(cases.map((one) => [one.title, one] as const))('%s', async (_title, one) => {
  expect(await tryCase(engine, one)).toEqual([]);
});

test('its version is told by its name and its bytes', async () => {
  expect(await engine.version()).toEqual({
    engine: 'embedded',
    version: expect.stringMatching(/^databases@[0-9a-f]{16}$/),
  });
});

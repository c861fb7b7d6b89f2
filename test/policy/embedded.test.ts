import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPolicyEngine } from '../../src/policy/create.ts';
import { createEmbeddedEngine, SHIPPED_POLICY } from '../../src/policy/embedded.ts';
import { SAMPLE_INPUT } from '../../src/policy/sample.ts';
import { policyInputs } from '../support/policy-inputs.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'berth-policy-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('the shipped policy without settings asks one lead about everything', async () => {
  const { answer, version } = await createPolicyEngine({ policy: { timeoutSeconds: 5 } }).ask(SAMPLE_INPUT);

  expect(answer.stages).toMatchObject([
    { name: 'lead', mode: 'any', of: ['project-lead'], about: ['content', 'cost', 'placement'] },
  ]);
  expect(version).toEqual({ engine: 'embedded', version: expect.stringMatching(/^approval@[0-9a-f]{16}$/) });
});

test('an answer does not depend on what was asked before', async () => {
  const used = createEmbeddedEngine();
  for (const input of policyInputs().slice(0, 100)) {
    const said = await used.ask(input).catch((error: Error) => error.message);
    expect(said).toEqual(
      await createEmbeddedEngine()
        .ask(input)
        .catch((error: Error) => error.message),
    );
  }
});

test('a policy that is mended is read again', async () => {
  const file = join(folder, 'ours.wasm');
  const engine = createEmbeddedEngine(file);
  await expect(engine.ask(SAMPLE_INPUT)).rejects.toMatchObject({
    type: 'Configuration',
    message: expect.stringContaining('ENOENT'),
  });

  writeFileSync(file, 'no WebAssembly');
  await expect(engine.version()).rejects.toMatchObject({
    type: 'Configuration',
    message: expect.stringContaining('opa build -t wasm'),
  });

  const { readFileSync } = await import('node:fs');
  writeFileSync(file, readFileSync(SHIPPED_POLICY));
  expect((await engine.ask(SAMPLE_INPUT)).version.version).toMatch(/^ours@/);
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checksums } from '../../scripts/kit/policy.ts';

const folder = join(import.meta.dirname, '..', '..', 'policies');
const read = (name: string) => readFileSync(join(folder, name));

test('the committed WebAssembly was built of the policy as it stands (npm run policy:build builds it)', () => {
  const now = checksums({ 'approval.rego': read('approval.rego'), 'approval.wasm': read('approval.wasm') });
  expect(now).toBe(read('approval.sha256').toString());
});

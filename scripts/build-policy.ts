/*
 * `npm run policy:build`: builds `policies/approval.wasm` out of `policies/approval.rego`, by the pinned OPA
 * (`npm run stack -- install policy` obtains it); the same source gives the same bytes. What it was made of stands beside
 * it, so that `npm run check` sees without OPA when it was forgotten.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { POLICY_PROGRAMS } from '../stack/programs/opa.ts';
import { pathsOf } from '../stack/programs/program.ts';
import { checksums, compilePolicy } from './kit/policy.ts';

const root = join(import.meta.dirname, '..');
const { opa } = pathsOf(POLICY_PROGRAMS);
const wasm = await compilePolicy(opa, root, ['policies/approval.rego']);
const source = readFileSync(join(root, 'policies', 'approval.rego'));
writeFileSync(join(root, 'policies', 'approval.wasm'), wasm);
writeFileSync(join(root, 'policies', 'approval.sha256'), checksums({ 'approval.rego': source, 'approval.wasm': wasm }));
console.log('Written: policies/approval.wasm');

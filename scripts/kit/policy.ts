import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './run.mjs';

/** The rule that Berth asks. */
const ENTRYPOINT = 'berth/approval/answer';

/**
 * A policy in Rego as WebAssembly.
 * @param opa path of the program.
 * @param files relative to `folder`: their names stand in what is built.
 * @throws Error with what OPA says.
 */
export async function compilePolicy(opa: string, folder: string, files: readonly string[]): Promise<Buffer> {
  const work = mkdtempSync(join(tmpdir(), 'berth-policy-'));
  try {
    const bundle = join(work, 'bundle.tar.gz');
    await succeed(opa, ['build', '--target', 'wasm', '--entrypoint', ENTRYPOINT, '--output', bundle, ...files], folder);
    await succeed('tar', ['-xzf', bundle, '-C', work, '/policy.wasm'], folder);
    return readFileSync(join(work, 'policy.wasm'));
  } finally {
    rmSync(work, { recursive: true });
  }
}

async function succeed(command: string, args: readonly string[], cwd: string): Promise<void> {
  const { code, output } = await run(command, args, { cwd });
  if (code !== 0) throw new Error(`${command} ${args[0]} failed:\n${output}`);
}

/** What `sha256sum --check` takes: a line for each file. */
export function checksums(files: Readonly<Record<string, Buffer>>): string {
  const lines = Object.entries(files).map(([name, bytes]) => {
    return `${createHash('sha256').update(bytes).digest('hex')}  ${name}\n`;
  });
  return lines.join('');
}

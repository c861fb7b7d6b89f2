import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { RunningTofu } from '../../stack/tofu/tofu.ts';

/** What docs/operating.md tells an operator to type when whoever held the lock is gone. `state` is `<cluster>/<environment>`. */
export async function forceUnlock({ program, states, environment }: RunningTofu, state: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'berth-unlock-'));
  const address = `${states.url}/${state}`;
  const backend = { address, lock_address: address, unlock_address: address };
  writeFileSync(join(folder, 'backend.tf.json'), JSON.stringify({ terraform: { backend: { http: backend } } }));
  const lines = environment.split('\n').filter(Boolean);
  const given = Object.fromEntries(lines.map((line) => line.split(/=(.*)/s).slice(0, 2)));
  const env = { PATH: process.env['PATH'], ...given };
  const tofu = (...args: string[]) => promisify(execFile)(program, args, { cwd: folder, env });
  const { ID: id } = JSON.parse(states.holder(state) ?? '{}') as { ID: string };
  try {
    await tofu('init', '-input=false');
    await tofu('force-unlock', '-force', id);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

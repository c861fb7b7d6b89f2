import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { startDevServer } from '../../scripts/temporal/dev-server.ts';
import { findTemporal } from '../../scripts/temporal/find.ts';
import { SEARCH_ATTRIBUTES } from '../../src/domain/search-attributes.ts';

test('the dev server serves with all search attributes, refuses a taken port and is gone when stopped', async () => {
  const path = process.env.BERTH_TEMPORAL ?? (await findTemporal()).path;
  const server = await startDevServer({ path, uiPort: 0 });
  try {
    const connection = await Connection.connect({ address: server.address });
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace: 'default' });
    expect(Object.keys(customAttributes)).toEqual(expect.arrayContaining(Object.keys(SEARCH_ATTRIBUTES)));
    await connection.close();

    const port = Number(server.address.split(':')[1]);
    await expect(startDevServer({ path, port })).rejects.toThrow('EADDRINUSE');
    expect((await fetch(server.uiUrl ?? '')).status).toBe(200);
  } finally {
    await server.stop();
  }
  await expect(Connection.connect({ address: server.address, connectTimeout: 500 })).rejects.toThrow(/connect/i);
});

test('a program that is no server is an error with what it said', async () => {
  await expect(startDevServer({ path: '/bin/false' })).rejects.toThrow('The Temporal server ended (1)');
});

/** Ends with `words` at each of its first starts, then is the real server. */
function stumbling(folder: string, starts: number, words: string, path: string): string {
  const program = join(folder, 'temporal');
  const script = `#!/bin/sh
echo start >> '${folder}/starts'
[ "$(wc -l < '${folder}/starts')" -gt ${starts} ] || { echo '${words}' >&2; exit 2; }
exec '${path}' "$@"\n`;
  writeFileSync(program, script, { mode: 0o755 });
  return program;
}

test.each([
  ['that lost a port of its own twice is started again', 2, 'bind: address already in use', undefined, 3],
  ['that loses its ports for ever is an error', 9, 'bind: address already in use', /address already in use/, 3],
  ['that ends for another reason is not started again', 2, 'no such flag', /no such flag/, 1],
])('a server %s', async (_, stumbles, words, refusal, starts) => {
  const folder = mkdtempSync(join(tmpdir(), 'berth-dev-server-'));
  try {
    const path = stumbling(folder, stumbles, words, process.env.BERTH_TEMPORAL ?? (await findTemporal()).path);
    const starting = startDevServer({ path });
    if (refusal) await expect(starting).rejects.toThrow(refusal);
    else await (await starting).stop();
    expect(readFileSync(join(folder, 'starts'), 'utf8').trim().split('\n')).toHaveLength(starts);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

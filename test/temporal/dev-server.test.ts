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

/** Runs `play` with a server that stumbles so often; tells how often it was started. */
async function countStarts(stumbles: number, words: string, play: (path: string) => Promise<void>): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'berth-dev-server-'));
  try {
    const path = process.env.BERTH_TEMPORAL ?? (await findTemporal()).path;
    await play(stumbling(folder, stumbles, words, path));
    return readFileSync(join(folder, 'starts'), 'utf8').trim().split('\n').length;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('a server that lost a port of its own twice is started again', async () => {
  const starts = await countStarts(2, 'bind: address already in use', async (path) => {
    await (await startDevServer({ path })).stop();
  });
  expect(starts).toBe(3);
});

test.each([
  ['loses its ports for ever is started three times', 'bind: address already in use', 3],
  ['ends for another reason is not started again', 'no such flag', 1],
])('a server that %s, and the error has its words', async (_, words, expected) => {
  const starts = await countStarts(9, words, (path) => expect(startDevServer({ path })).rejects.toThrow(words));
  expect(starts).toBe(expected);
});

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import type { SandboxOptions } from '../../sandbox/sandbox.ts';
import { startSandbox } from '../../sandbox/start.ts';
import { onStage, playByApi } from '../support/play-by-api.ts';

/** The sandbox as ever, and a `berth.yaml` with the payload codec on. */
function withCodec(options: SandboxOptions): ReturnType<typeof startSandbox> {
  mkdirSync(options.folder, { recursive: true });
  const keyFile = join(options.folder, 'codec-key');
  writeFileSync(keyFile, 'a1'.repeat(32));
  const codec = { keys: [{ id: '2026-11', keyFile }] };
  return startSandbox({ ...options, config: { temporal: { address: options.temporalAddress, codec } } });
}

test('with the payload codec on, worker and API carry a request to ready, and Temporal cannot read it', async () => {
  await onStage(async (stage) => {
    const { failure, phase, workflowId } = await playByApi(stage);

    expect({ failure, phase }).toEqual({ failure: null, phase: 'ready' });
    const connection = await Connection.connect({ address: stage.temporal.address });
    try {
      const handle = new Client({ connection }).workflow.getHandle(workflowId);
      await expect(handle.describe()).rejects.toThrow(/Unknown encoding: binary\/encrypted/);
    } finally {
      await connection.close();
    }
  }, withCodec);
}, 180_000);

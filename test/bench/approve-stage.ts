/* What decisions are measured on: Temporal, and a worker of Berth's workflows whose activities answer at once. */
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { freePorts } from '../../scripts/kit/ports.ts';
import { startDevServer } from '../../scripts/temporal/dev-server.ts';
import { findTemporal } from '../../scripts/temporal/find.ts';
import { startMeasured } from './measured-process.ts';

export interface ApproveStage {
  readonly client: Client;
  /** When the merge of a request began, by the clock of `statistics.ts`. @throws Error when it has not. */
  readonly begunOf: (reference: string) => Promise<number>;
  /** How many workflow tasks so far did not find their workflow in the worker's memory. */
  readonly replays: () => Promise<number>;
  /** Rejects when the worker has died: nothing would go on any more. */
  readonly workerDied: Promise<never>;
  stop(): Promise<void>;
}

/** Workflows that the worker keeps in memory: few, so that few others are needed to evict one. */
export const KEPT = 40;

export async function setApproveStage(): Promise<ApproveStage> {
  const parent = join(process.cwd(), '.berth');
  await mkdir(parent, { recursive: true });
  const folder = await mkdtemp(join(parent, 'bench-'));
  const server = await startDevServer({ path: (await findTemporal()).path });
  const [metricsPort = 0] = await freePorts(1);
  const args = [server.address, String(metricsPort), String(KEPT)];
  const worker = startMeasured('test/bench/approve-process.ts', args, folder);
  const connection = await Connection.connect({ address: server.address });
  return {
    client: new Client({ connection }),
    begunOf: async (reference) => {
      const at = await worker.ask({ begunOf: reference });
      if (typeof at === 'number') return at;
      throw new Error(`${reference} was not merged`);
    },
    replays: () => readReplays(metricsPort),
    workerDied: worker.died,
    stop: async () => {
      await connection.close();
      await worker.stop();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const MISSES = /^temporal_sticky_cache_miss\{[^}]*\} (\d+)/gm;

/** As the worker itself counts them, for all its queues. */
async function readReplays(port: number): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return [...text.matchAll(MISSES)].reduce((sum, [, count]) => sum + Number(count), 0);
}

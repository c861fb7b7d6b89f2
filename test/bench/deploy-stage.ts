/* What `deploy` runs on: the stack with one cluster whose walls OpenTofu makes, Temporal, worker and API. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { setStageWith } from '../../scripts/demo/stage.ts';
import { type Config, loadConfig } from '../../src/config.ts';
import { type StackAround, startAround } from '../support/stack-stage.ts';

/** Its profile in the stack's fleet leaves walls to OpenTofu. */
export const CLUSTER = 'cluster-west-prod';

export interface DeployStage {
  readonly around: StackAround;
  readonly config: Config;
  readonly client: Client;
  /** Milliseconds since the epoch at which GitHub had merged, by number of the pull request. */
  readonly mergedAt: ReadonlyMap<number, number>;
  /** For files of the benchmark. */
  readonly folder: string;
  stop(): Promise<void>;
}

export async function setDeployStage(say: (line: string) => void): Promise<DeployStage> {
  const folder = mkdtempSync(join(tmpdir(), 'berth-bench-'));
  const stage = await setStageWith((options) => startAround({ ...options, clusters: [CLUSTER], say }), { folder, say });
  const connection = await Connection.connect({ address: stage.temporal.address });
  return {
    around: stage.sandbox,
    config: loadConfig(stage.sandbox.configFile),
    client: new Client({ connection }),
    mergedAt: watchMerges(stage.sandbox),
    folder,
    stop: async () => {
      await connection.close();
      await stage.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const MERGE = /^PUT .*\/pulls\/(\d+)\/merge$/;

/** A commit's own time knows whole seconds only. */
function watchMerges({ context: { writes } }: StackAround): ReadonlyMap<number, number> {
  const merged = new Map<number, number>();
  writes.onMoment = ({ what }, moment) => {
    const [, number] = MERGE.exec(what) ?? [];
    if (number !== undefined && moment === 'effect') merged.set(Number(number), Date.now());
  };
  return merged;
}

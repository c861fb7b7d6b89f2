/* What the benchmark runs on: Temporal, the sandbox, and each program in a process of its own. */
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { startSandbox } from '../../sandbox/start.ts';
import { freePorts } from '../../scripts/kit/ports.ts';
import { startDevServer } from '../../scripts/temporal/dev-server.ts';
import { findTemporal } from '../../scripts/temporal/find.ts';
import { loadConfig, type Secret } from '../../src/config.ts';
import { BARE_QUEUE } from './bare.ts';
import { type MeasuredProcess, startMeasured } from './measured-process.ts';

export interface BenchStage {
  readonly client: Client;
  /** With it the lead's decisions are signed, as the API would. */
  readonly decisionKey: Secret;
  /** Berth's worker. */
  readonly berth: MeasuredProcess;
  /** The worker of the bare workflow. */
  readonly bare: MeasuredProcess;
  /** Runs the plain script. */
  readonly plain: MeasuredProcess;
  readonly temporal: string;
  stop(): Promise<void>;
}

export async function setBenchStage(): Promise<BenchStage> {
  const parent = join(process.cwd(), '.berth');
  await mkdir(parent, { recursive: true });
  const folder = await mkdtemp(join(parent, 'bench-'));
  const { path, how } = await findTemporal();
  const server = await startDevServer({ path });
  const [apiPort = 0] = await freePorts(1);
  const sandbox = await startSandbox({ folder: join(folder, 'sandbox'), apiPort, temporalAddress: server.address });
  const { configFile } = sandbox;
  const [berth, bare, plain, api] = [
    startMeasured('src/worker.ts', ['--config', configFile], folder),
    startMeasured('test/bench/bare-process.ts', [server.address, BARE_QUEUE], folder),
    startMeasured('test/bench/plain-process.ts', [configFile], folder),
    // GitHub's webhooks go there: what it hints at is part of a request's work.
    startMeasured('src/api/main.ts', ['--config', configFile], folder),
  ] as const;
  const connection = await Connection.connect({ address: server.address });
  return {
    client: new Client({ connection }),
    decisionKey: loadConfig(configFile).auth.decisionKey,
    berth,
    bare,
    plain,
    temporal: how,
    stop: async () => {
      await connection.close();
      await Promise.all([berth, bare, plain, api].map((each) => each.stop()));
      await sandbox.close();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

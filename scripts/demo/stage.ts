/* The demo's stage: Temporal, every sandbox server, a worker and the API, each worker process as in real use. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, openSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { startSandbox } from '../../sandbox/start.ts';
import { startDevServer } from '../temporal/dev-server.ts';
import { findTemporal } from '../temporal/find.ts';
import { registerSearchAttributes } from '../temporal/search-attributes.ts';

export interface Stage {
  readonly sandbox: Sandbox;
  readonly temporal: { readonly address: string; readonly uiUrl: string | undefined; readonly how: string };
  readonly folder: string;
  /** Resolves when the workflow has closed, whichever way. */
  untilClosed(workflowId: string): Promise<void>;
  /** Kills the worker without warning (SIGKILL) and starts another. */
  replaceWorker(): void;
  /** Ends every process that was started, and waits until they are gone. */
  stop(): Promise<void>;
}

export interface StageOptions {
  readonly folder: string;
  /** A Temporal that somebody else runs; one is started when left out. */
  readonly temporalAddress?: string;
  /** Serve Temporal UI as well. */
  readonly ui?: boolean;
  readonly say: (line: string) => void;
}

export async function setStage(options: StageOptions): Promise<Stage> {
  mkdirSync(options.folder, { recursive: true });
  const temporal = await provideTemporal(options);
  const apiPort = await freePort();
  const { address: temporalAddress, uiUrl: temporalUiUrl } = temporal;
  const sandbox = await startSandbox({
    folder: join(options.folder, 'sandbox'),
    apiPort,
    temporalAddress,
    ...(temporalUiUrl ? { temporalUiUrl } : {}),
  });
  options.say(`Sandbox: directory, mail, GitHub, Slack, issuer and ${sandbox.clusters.size} clusters are up`);
  const children: ChildProcess[] = [];
  const run = (name: string, file: string) => {
    const child = startProcess(name, file, sandbox.configFile, options.folder);
    children.push(child);
    return child;
  };
  run('api', 'src/api/main.ts');
  let worker = run('worker', 'src/worker.ts');
  const replaceWorker = () => {
    worker.kill('SIGKILL');
    worker = run('worker', 'src/worker.ts');
  };
  await untilAnswering(`${sandbox.apiUrl}/healthz`, children);
  options.say(`Berth: worker and API are up at ${sandbox.apiUrl}`);
  const untilClosed = (workflowId: string) => awaitClose(temporal.address, workflowId);
  const stop = () => stopAll(children, sandbox, temporal.stop);
  return { sandbox, temporal, folder: options.folder, replaceWorker, untilClosed, stop };
}

async function provideTemporal(options: StageOptions) {
  const { temporalAddress, say, folder } = options;
  if (temporalAddress) {
    await prepareForeign(temporalAddress);
    return { address: temporalAddress, uiUrl: undefined, how: temporalAddress, stop: async () => {} };
  }
  const { path, how } = await findTemporal();
  const server = await startDevServer({
    path,
    dbFile: join(folder, 'temporal.db'),
    ...(options.ui ? { uiPort: 0 } : {}),
  });
  say(`Temporal: ${how}, at ${server.address}`);
  return { ...server, how };
}

/** A server that somebody else runs may not know Berth's search attributes yet. */
async function prepareForeign(address: string): Promise<void> {
  const connection = await Connection.connect({ address });
  try {
    await registerSearchAttributes(connection);
  } finally {
    await connection.close();
  }
}

/** A process of Berth with its output in a log file; its log is JSON lines. */
function startProcess(name: string, file: string, config: string, folder: string): ChildProcess {
  const log = openSync(join(folder, `${name}.log`), 'a');
  const env = Object.fromEntries(Object.entries(process.env).filter(([key]) => !key.startsWith('TEMPORAL_')));
  const child = spawn(process.execPath, [file, '--config', config], { stdio: ['ignore', log, log], env });
  const killWithUs = () => child.kill('SIGKILL');
  process.once('exit', killWithUs);
  child.once('exit', () => process.off('exit', killWithUs));
  return child;
}

async function untilAnswering(url: string, children: readonly ChildProcess[]): Promise<void> {
  for (;;) {
    const dead = children.find((child) => child.exitCode !== null);
    if (dead) throw new Error(`A process of Berth ended with ${dead.exitCode}; its log is beside the sandbox's folder`);
    const answered = await fetch(url)
      .then((r) => r.ok)
      .catch(() => false);
    if (answered) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function awaitClose(address: string, workflowId: string): Promise<void> {
  const connection = await Connection.connect({ address });
  try {
    await new Client({ connection }).workflow.getHandle(workflowId).result();
  } finally {
    await connection.close();
  }
}

async function stopAll(
  children: readonly ChildProcess[],
  sandbox: Sandbox,
  stopTemporal: () => Promise<void>,
): Promise<void> {
  await Promise.all(children.map(end));
  await sandbox.close();
  await stopTemporal();
}

const GRACE_MS = 5_000;

/** Ends a process, gently first, and waits until it is gone. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
  await gone;
  clearTimeout(timer);
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : 0;
}

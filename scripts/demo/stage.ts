/* A stage: Temporal, everything around Berth, a worker and the API, each process of Berth as in real use. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import type { Sandbox, SandboxOptions, Surroundings } from '../../sandbox/sandbox.ts';
import { startSandbox } from '../../sandbox/start.ts';
import { endChild, startChild } from '../kit/child.ts';
import { freePorts } from '../kit/ports.ts';
import { startDevServer } from '../temporal/dev-server.ts';
import { findTemporal } from '../temporal/find.ts';
import { registerSearchAttributes } from '../temporal/search-attributes.ts';

export interface Stage<Around extends Surroundings = Sandbox> {
  readonly sandbox: Around;
  readonly temporal: { readonly address: string; readonly uiUrl: string | undefined; readonly how: string };
  readonly folder: string;
  /** Resolves when the workflow has closed, whichever way. */
  untilClosed(workflowId: string): Promise<void>;
  /** Kills the worker without warning (SIGKILL), and waits until it is gone; `replaceWorker` starts another. */
  killWorker(): Promise<void>;
  /** Kills the worker without warning (SIGKILL) and starts another. */
  replaceWorker(): void;
  /** Kills the API without warning (SIGKILL), and starts another that answers at the same address. */
  replaceApi(): Promise<void>;
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

/** Starts everything around Berth, and writes the `berth.yaml` that points at it. */
export type StartAround<Around> = (options: SandboxOptions) => Promise<Around>;

/** A stage with the sandbox around Berth. */
export const setStage = (options: StageOptions): Promise<Stage> => setStageWith(startSandbox, options);

/** Sets everything up; what was started is ended again when something does not come up. */
export async function setStageWith<Around extends Surroundings>(
  start: StartAround<Around>,
  options: StageOptions,
): Promise<Stage<Around>> {
  const undo: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (let last = undo.pop(); last; last = undo.pop()) await last();
  };
  try {
    return { ...(await build(start, options, undo)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function build<Around extends Surroundings>(
  start: StartAround<Around>,
  options: StageOptions,
  undo: (() => Promise<unknown>)[],
): Promise<Omit<Stage<Around>, 'stop'>> {
  const { folder, say } = options;
  mkdirSync(folder, { recursive: true });
  const temporal = await provideTemporal(options);
  undo.push(temporal.stop);
  const [apiPort = 0] = await freePorts(1);
  const sandbox = await start({
    folder: join(folder, 'sandbox'),
    apiPort,
    temporalAddress: temporal.address,
    ...(temporal.uiUrl ? { temporalUiUrl: temporal.uiUrl } : {}),
  });
  undo.push(() => sandbox.close());
  say(`Around Berth: directory, mail, GitHub, Slack, issuer and ${sandbox.clusters.size} clusters are up`);
  const berth = startBerth(sandbox, folder);
  undo.push(() => berth.stop());
  await untilAnswering(`${sandbox.apiUrl}/healthz`, berth.processes);
  say(`Berth: worker and API are up at ${sandbox.apiUrl}`);
  return {
    sandbox,
    temporal,
    folder,
    killWorker: () => berth.killWorker(),
    replaceWorker: () => berth.replaceWorker(),
    replaceApi: async () => {
      await berth.replaceApi();
      await untilAnswering(`${sandbox.apiUrl}/healthz`, berth.processes);
    },
    untilClosed: (workflowId) => awaitClose(temporal.address, workflowId),
  };
}

/** A process of Berth and where its output goes. */
interface Logged {
  readonly child: ChildProcess;
  readonly log: string;
}

/** Worker and API; one that was killed stays in the list of processes until all are ended. */
function startBerth(sandbox: Surroundings, folder: string) {
  const processes: Logged[] = [];
  const run = (name: string, file: string): ChildProcess => {
    const started = startProcess(name, file, sandbox.configFile, folder);
    processes.push(started);
    return started.child;
  };
  let api = run('api', 'src/api/main.ts');
  let worker = run('worker', 'src/worker.ts');
  return {
    processes,
    async killWorker() {
      const gone = once(worker, 'exit');
      worker.kill('SIGKILL');
      await gone;
    },
    replaceWorker() {
      worker.kill('SIGKILL');
      worker = run('worker', 'src/worker.ts');
    },
    /** The other one needs the port, so this one is gone first. */
    async replaceApi() {
      const gone = once(api, 'exit');
      api.kill('SIGKILL');
      await gone;
      api = run('api', 'src/api/main.ts');
    },
    stop: () => Promise.all(processes.map(({ child }) => endChild(child, GRACE_MS))),
  };
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
  const connection = await Connection.connect({ address }).catch((error: unknown) => {
    throw new Error(`No Temporal answers at ${address}. Start one there, or leave --temporal out.`, { cause: error });
  });
  try {
    await registerSearchAttributes(connection);
  } finally {
    await connection.close();
  }
}

/** Starts a process of Berth with a bare environment: what a shell has set for real systems must not reach it. */
function startProcess(name: string, file: string, config: string, folder: string): Logged {
  const log = join(folder, `${name}.log`);
  const out = openSync(log, 'a');
  const env = Object.fromEntries(Object.entries(process.env).filter(([key]) => !/^(TEMPORAL|BERTH)_/.test(key)));
  return { child: startChild([file, '--config', config], { stdio: ['ignore', out, out], env }), log };
}

async function untilAnswering(url: string, processes: readonly Logged[]): Promise<void> {
  for (;;) {
    const dead = processes.find(({ child }) => child.exitCode !== null);
    if (dead) throw new Error(`A process of Berth has ended. The end of ${dead.log}:\n${endOf(dead.log)}`);
    const answered = await fetch(url)
      .then((r) => r.ok)
      .catch(() => false);
    if (answered) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const SHOWN_LINES = 15;
const endOf = (log: string) => readFileSync(log, 'utf8').trimEnd().split('\n').slice(-SHOWN_LINES).join('\n');

async function awaitClose(address: string, workflowId: string): Promise<void> {
  const connection = await Connection.connect({ address });
  try {
    await new Client({ connection }).workflow.getHandle(workflowId).result();
  } finally {
    await connection.close();
  }
}

const GRACE_MS = 5_000;

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { Connection } from '@temporalio/client';
import { SEARCH_ATTRIBUTES, type SearchAttributeKind } from '../../src/domain/search-attributes.ts';
import { endChild, endsWithUs } from '../kit/child.ts';
import { freePorts } from '../kit/ports.ts';

export interface DevServerOptions {
  /** The Temporal CLI. */
  readonly path: string;
  /** A free one when left out. */
  readonly port?: number;
  /** Temporal UI is served there; 0 means a free one; no UI when left out. */
  readonly uiPort?: number;
  /** Keeps everything in this SQLite file; in memory when left out. */
  readonly dbFile?: string;
}

export interface DevServer {
  readonly address: string;
  readonly uiUrl: string | undefined;
  /** Ends the server and waits until it is gone. */
  stop(): Promise<void>;
}

const HOST = '127.0.0.1';
const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 5_000;
const STARTS = 3;
const SHOWN_CHARACTERS = 4_000;

/** The dev server polls its queues 20 times a second by default, which adds 50 ms to every step of a quiet request. */
const DYNAMIC_CONFIG = ['transfer', 'timer', 'visibility'].map((queue) => `history.${queue}ProcessorMaxPollRPS=10000`);

const CLI_KINDS: Readonly<Record<SearchAttributeKind, string>> = {
  KEYWORD: 'Keyword',
  KEYWORD_LIST: 'KeywordList',
  DATETIME: 'Datetime',
  DOUBLE: 'Double',
};

/**
 * Starts Temporal's dev server on loopback with Berth's search attributes, and waits until it serves.
 * @throws Error with the beginning of the server's own output when it does not come up.
 */
export async function startDevServer(options: DevServerOptions): Promise<DevServer> {
  for (let start = 1; ; start += 1) {
    try {
      return await startOnce(options);
    } catch (error) {
      if (start === STARTS || !isPortLost(error)) throw error;
    }
  }
}

/** The server looks for the ports of its inner services by itself, and may lose one before it listens there. */
const isPortLost = (error: unknown) => error instanceof ServerEnded && error.message.includes('address already in use');

async function startOnce(options: DevServerOptions): Promise<DevServer> {
  const port = await usablePort(options.port ?? 0);
  const uiPort = options.uiPort === undefined ? undefined : await usablePort(options.uiPort);
  const address = `${HOST}:${port}`;
  const args = serverArguments(port, uiPort, options.dbFile);
  const child = endsWithUs(spawn(options.path, args, { stdio: ['ignore', 'pipe', 'pipe'] }));
  const stop = () => endChild(child, STOP_WITHIN_MS);
  const ended = new AbortController();
  const serving = untilServing(address, ended.signal);
  try {
    await Promise.race([serving, failure(child)]);
  } catch (error) {
    ended.abort();
    await Promise.allSettled([serving, stop()]);
    throw error;
  }
  return { address, uiUrl: uiPort === undefined ? undefined : `http://${HOST}:${uiPort}`, stop };
}

function serverArguments(port: number, uiPort: number | undefined, dbFile: string | undefined): string[] {
  const attributes = Object.entries(SEARCH_ATTRIBUTES).map(([name, kind]) => `${name}=${CLI_KINDS[kind]}`);
  return [
    'server',
    'start-dev',
    `--ip=${HOST}`,
    `--port=${port}`,
    '--log-level=error',
    ...(uiPort === undefined ? ['--headless'] : ['--ui-port', String(uiPort), '--ui-disable-news-fetch']),
    ...(dbFile === undefined ? [] : ['--db-filename', dbFile, ...pragmas('journal_mode=wal', 'synchronous=normal')]),
    ...attributes.flatMap((attribute) => ['--search-attribute', attribute]),
    ...DYNAMIC_CONFIG.flatMap((setting) => ['--dynamic-config-value', setting]),
  ];
}

function pragmas(...settings: string[]): string[] {
  return settings.flatMap((setting) => ['--sqlite-pragma', setting]);
}

/** Resolves once the server answers for its default namespace. */
async function untilServing(address: string, ended: AbortSignal): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  for (;;) {
    try {
      const connection = await Connection.connect({ address, connectTimeout: '2s' });
      try {
        await connection.workflowService.describeNamespace({ namespace: 'default' });
        return;
      } finally {
        await connection.close();
      }
    } catch (error) {
      if (ended.aborted || Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** Rejects when the server ends by itself; never resolves. Reads its output all along, so that it never blocks. */
function failure(child: ChildProcess): Promise<never> {
  let output = '';
  const keep = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(0, SHOWN_CHARACTERS);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  return new Promise((_, reject) => {
    child.once('error', reject);
    child.once('exit', (code) =>
      reject(new ServerEnded(`The Temporal server ended (${code ?? 'by a signal'}):\n${output}`)),
    );
  });
}

class ServerEnded extends Error {}

/** `wanted` itself, or a free port for 0. @throws Error when the port is taken, as the other server would answer us. */
async function usablePort(wanted: number): Promise<number> {
  if (wanted === 0) return (await freePorts(1))[0] as number;
  const server = createServer().listen(wanted, HOST);
  await once(server, 'listening');
  await new Promise((resolve) => server.close(resolve));
  return wanted;
}

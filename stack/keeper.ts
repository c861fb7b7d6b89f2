/*
 * The process that keeps the stack: starts Temporal and every part, writes `stack.json`, and stays until SIGTERM, when
 * it ends all of them. `up` starts it and hears from it how far it is; without `up` it does not begin anything.
 */
import { join } from 'node:path';
import { PEOPLE } from '../sandbox/people.ts';
import { freePorts } from '../scripts/kit/ports.ts';
import { startDevServer } from '../scripts/temporal/dev-server.ts';
import { findTemporal } from '../scripts/temporal/find.ts';
import { removeSummary, type StackSummary, writeKeeper, writeSummary } from './kit/run-folder.ts';
import { type Stack, startStack } from './start.ts';

/** What `up` is told. */
export type KeeperMessage = { readonly line: string } | { readonly ready: true } | { readonly failed: string };

const folder = process.argv[2] ?? '';
const stopping = new AbortController();
const closing: (() => Promise<unknown>)[] = [];

const tell = (message: KeeperMessage) => void (process.connected && process.send?.(message));
const say = (line: string) => {
  console.log(`${new Date().toISOString()} ${line}`);
  tell({ line });
};

async function keep(): Promise<void> {
  writeKeeper(folder, process.pid);
  const { path, how } = await findTemporal();
  const temporal = await startDevServer({ path, dbFile: join(folder, 'temporal.db'), uiPort: 0 });
  closing.push(temporal.stop);
  say(`Temporal is up (${how})`);
  stopping.signal.throwIfAborted();
  const [apiPort = 0] = await freePorts(1);
  const stack = await startStack({
    folder,
    apiPort,
    temporalAddress: temporal.address,
    ...(temporal.uiUrl ? { temporalUiUrl: temporal.uiUrl } : {}),
    say,
  });
  closing.push(stack.close);
  stopping.signal.throwIfAborted();
  writeSummary(folder, summaryOf(stack, temporal));
}

function summaryOf(stack: Stack, { address, uiUrl }: { address: string; uiUrl: string | undefined }): StackSummary {
  const { configFile, apiUrl, directory, mail, github, slack, issuer, clusters } = stack;
  const people = Object.values(PEOPLE).map(({ id, mail, password }) => ({ id, mail, password }));
  return {
    configFile,
    apiUrl,
    temporal: { address, ...(uiUrl ? { uiUrl } : {}) },
    addresses: {
      directory: directory.servers.join(' '),
      mail: mail.smtpUrl,
      github: github.url,
      slack: slack.url,
      issuer: issuer.url,
      ...Object.fromEntries([...clusters].map(([name, { url }]) => [name, url])),
    },
    people,
  };
}

async function closeAll(): Promise<void> {
  removeSummary(folder);
  for (let last = closing.pop(); last; last = closing.pop()) await last();
}

/** Ctrl-C is for `up`, which tells us; a disconnected `up` that did not see us ready has gone. */
function heed(): void {
  process.once('SIGTERM', () => stopping.abort(new Error('asked to end')));
  process.once('disconnect', () => stopping.abort(new Error('`up` went away')));
}

if (!process.connected || folder === '') {
  console.error('The keeper is started by: npm run stack -- up');
  process.exit(2);
}
heed();
const stopped = new Promise((resolve) => stopping.signal.addEventListener('abort', resolve, { once: true }));
try {
  await keep();
  process.removeAllListeners('disconnect');
  tell({ ready: true });
  await stopped;
  await closeAll();
} catch (error) {
  const failed = error instanceof Error ? error.message : String(error);
  console.error(failed);
  await closeAll();
  tell({ failed });
  process.exitCode = 1;
}
if (process.connected) process.disconnect();

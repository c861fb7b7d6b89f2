/* What keeps a stack: Temporal, unless it runs already, and every part, from the start to the end of one process. */
import { chownSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PEOPLE } from '../sandbox/people.ts';
import { LOOPBACK, listenAt } from '../scripts/kit/api-host.ts';
import { freePorts } from '../scripts/kit/ports.ts';
import { startDevServer } from '../scripts/temporal/dev-server.ts';
import { findTemporal } from '../scripts/temporal/find.ts';
import { removeSummary, type StackSummary, writeKeeper, writeSummary } from './kit/run-folder.ts';
import { type StackOptions, startSome, startStack } from './start.ts';
import type { RealPart } from './starters.ts';

export interface KeepOptions {
  readonly folder: string;
  /** Which parts are real, the others being the sandbox's; all of them when none is named. */
  readonly parts: readonly RealPart[];
  /** A Temporal that runs already; one of our own when left out. */
  readonly temporalAddress?: string;
  readonly temporalUiUrl?: string;
  /** Where Berth's API is to listen: 127.0.0.1 and a free port when left out. */
  readonly apiHost?: string;
  readonly apiPort?: number;
}

export interface Keeping {
  readonly say: (line: string) => void;
  /** Ends what was started, even when it is not all ready yet. */
  readonly stopping: AbortSignal;
}

/**
 * Starts everything, writes `stack.json`, stays until `stopping` and ends everything again.
 * @throws what did not come up; all else was ended then.
 */
export async function keep(options: KeepOptions, { say, stopping }: Keeping, ready: () => void): Promise<void> {
  const { folder } = options;
  const closing: (() => Promise<unknown>)[] = [];
  const stopped = new Promise((resolve) => stopping.addEventListener('abort', resolve, { once: true }));
  try {
    writeKeeper(folder, process.pid);
    const temporal = await provideTemporal(options, say);
    closing.push(temporal.stop);
    stopping.throwIfAborted();
    const stack = await startParts(options, temporal, say);
    closing.push(() => stack.close());
    stopping.throwIfAborted();
    giveToOwner(folder, dirname(stack.configFile));
    writeSummary(folder, summaryOf(stack, temporal));
    ready();
    await stopped;
  } finally {
    removeSummary(folder);
    for (let last = closing.pop(); last; last = closing.pop()) await last();
  }
}

interface Temporal {
  readonly address: string;
  readonly uiUrl?: string | undefined;
  stop(): Promise<unknown>;
}

async function provideTemporal(
  { folder, temporalAddress, temporalUiUrl }: KeepOptions,
  say: Keeping['say'],
): Promise<Temporal> {
  if (temporalAddress !== undefined)
    return { address: temporalAddress, uiUrl: temporalUiUrl, stop: async () => undefined };
  const { path, how } = await findTemporal();
  const temporal = await startDevServer({ path, dbFile: join(folder, 'temporal.db'), uiPort: 0 });
  say(`Temporal is up (${how})`);
  return temporal;
}

async function startParts(keeping: KeepOptions, { address, uiUrl }: Temporal, say: Keeping['say']) {
  const { folder, parts, apiHost = LOOPBACK } = keeping;
  const apiPort = keeping.apiPort ?? (await freePorts(1))[0] ?? 0;
  const options: StackOptions = {
    folder,
    apiPort,
    temporalAddress: address,
    ...(uiUrl ? { temporalUiUrl: uiUrl } : {}),
    ...listenAt(apiHost, apiPort),
    say,
  };
  return parts.length === 0 ? startStack(options) : startSome(options, parts);
}

/** Berth need not be root where we are: its configuration and secrets belong to whom the stack's folder belongs. */
function giveToOwner(folder: string, config: string): void {
  const { uid, gid } = statSync(folder);
  if (uid === process.getuid?.()) return;
  for (const file of ['.', ...readdirSync(config)]) chownSync(join(config, file), uid, gid);
}

type Started = Awaited<ReturnType<typeof startParts>>;

function summaryOf(stack: Started, { address, uiUrl }: Temporal): StackSummary {
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

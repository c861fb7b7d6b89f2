/* The directory that a contract test runs on: the sandbox's, or a real one under `npm run test:stack`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Delegation } from '../../sandbox/directory/delegation.ts';
import { type RunningDirectory, type ShownEntry, startDirectory } from '../../sandbox/directory/server.ts';
import type { SandboxContext } from '../../sandbox/kit/context.ts';
import { Faults } from '../../sandbox/kit/faults.ts';
import { makeTls } from '../../sandbox/kit/tls.ts';
import { WriteLog } from '../../sandbox/kit/write-log.ts';
import { type StackDirectory, startDirectory as startSamba } from '../../stack/directory/directory.ts';
import { makeStackContext, type StackContext } from '../../stack/kit/context.ts';
import { RUNS_ON } from '../contract/differences.ts';
import { watchDirectory } from './directory-relay.ts';

/** What contract tests see of a directory beside what Berth sees: the sandbox's or the real one. */
export interface DirectoryServer {
  readonly servers: readonly string[];
  readonly bindUser: string;
  readonly bindPassword: string;
  readonly baseDn: string;
  readonly upnSuffix: string;
  /** Gives or takes rights of Berth's account. */
  changeRights(what: 'grant' | 'revoke', rights: readonly Delegation[]): Promise<void>;
  /** An administrator demands a new password of somebody. */
  expirePassword(dn: string): Promise<void>;
  /** Everything the first server holds. */
  entries(): Promise<readonly ShownEntry[]>;
  /** From now on a write stays on the server that accepted it. */
  holdReplication(): Promise<void>;
  releaseReplication(): Promise<void>;
  /** Waits until every server shows what the others hold. */
  settle(): Promise<void>;
}

/** A directory that was started. */
export interface StartedDirectory {
  readonly directory: DirectoryServer;
  readonly caFile: string;
  close(): Promise<void>;
}

export interface WatchedServers extends StartedDirectory {
  /** The real one, where it runs on that. */
  readonly samba?: StackDirectory;
  readonly faults: Faults;
  readonly log: WriteLog;
}

/** One authority per test file: making its keys takes seconds. */
const folder = mkdtempSync(join(tmpdir(), 'berth-directory-'));
const authority = RUNS_ON === 'real' ? makeStackContext(folder) : undefined;
const tls = makeTls(join(folder, 'tls'));
let started = 0;
afterAll(() => rmSync(folder, { recursive: true }));

export interface ServersOptions {
  /** Real ones that copy from each other; else a real one is alone, which starts faster. The sandbox has two always. */
  readonly pair?: boolean;
}

export function startServers(options: ServersOptions = {}): Promise<StartedDirectory> {
  return RUNS_ON === 'real' ? startReal(options) : startWatched();
}

/** Samba itself, for tests that only it can answer. */
export async function startReal({
  pair = false,
}: ServersOptions = {}): Promise<StartedDirectory & { readonly samba: StackDirectory }> {
  const context = await realContext();
  const samba = await startSamba(context, { alone: !pair });
  const close = async () => {
    await samba.close();
    rmSync(context.folder, { recursive: true, force: true });
  };
  return { samba, directory: asServer(samba, samba.servers), caFile: context.authority.caFile, close };
}

export async function startWatched(options: ServersOptions = {}): Promise<WatchedServers> {
  const [faults, log] = [new Faults(), new WriteLog()];
  if (RUNS_ON === 'sandbox') return startSandbox({ folder, tls, writes: log, faults });
  const { samba, caFile, close } = await startReal(options);
  const { authority } = await realContext();
  const relays = await Promise.all(samba.servers.map((url) => watchDirectory(url, authority, { faults, writes: log })));
  const servers = relays.map(({ host, port }) => `ldaps://${host}:${port}`);
  const closeAll = async () => {
    await Promise.all(relays.map((relay) => relay.close()));
    await close();
  };
  return { directory: asServer(samba, servers), caFile, close: closeAll, faults, log, samba };
}

/** A folder of its own for each server, and the file's authority. */
async function realContext(): Promise<StackContext> {
  if (!authority) throw new Error('a real directory is for npm run test:stack');
  started += 1;
  return { ...(await authority), folder: join(folder, String(started)) };
}

async function startSandbox(context: SandboxContext): Promise<WatchedServers> {
  const running: RunningDirectory = await startDirectory(context);
  const directory = {
    ...running,
    entries: async () => running.entries(),
    changeRights: async (...change: Parameters<typeof running.changeRights>) => running.changeRights(...change),
    expirePassword: async (dn: string) => running.expirePassword(dn),
    holdReplication: async () => running.holdReplication(),
    releaseReplication: async () => running.releaseReplication(),
    // Unless it is held, a write is on both before it is answered.
    settle: async () => {},
  };
  const { faults, writes: log, tls } = context;
  return { directory, caFile: tls.caFile, close: () => running.close(), faults, log };
}

/** As tests reach it, by way of relays maybe. */
const asServer = (samba: StackDirectory, servers: readonly string[]): DirectoryServer => ({ ...samba, servers });

/*
 * Active Directory by two Sambas, with the domain, people and rights of the sandbox's directory. LDAP, LDAPS and
 * StartTLS, and what the two need between them: no DNS, no file shares.
 */
import { join } from 'node:path';
import type { Client } from 'ldapts';
import type { Delegation } from '../../sandbox/directory/delegation.ts';
import { BASE_DN, REALM, SERVICE_ACCOUNT, SERVICE_PASSWORD } from '../../sandbox/directory/seed.ts';
import type { ShownEntry } from '../../sandbox/directory/server.ts';
import { allOrNone } from '../kit/all-or-none.ts';
import { partFolder, type RunningPart, type StackContext } from '../kit/context.ts';
import { allEntries, asAdministrator, expirePassword, sidOf } from './administrator.ts';
import { changeRights } from './descriptor.ts';
import { copyDomain, SERVER_NAMES } from './domain.ts';
import { makeNetwork } from './network.ts';
import { setIntake, settle } from './replication.ts';
import { SERVICE_DN } from './seed.ts';
import { type RunningServer, startServer } from './server.ts';

type Work<T> = (client: Client) => Promise<T>;

export interface StackDirectory extends RunningPart {
  /** `ldaps://127.x.y.z` of dc1 and dc2, on the usual port. */
  readonly servers: readonly string[];
  readonly bindUser: string;
  readonly bindPassword: string;
  readonly baseDn: string;
  readonly upnSuffix: string;
  /** Everything that a server holds, the first one unless said, seen by the administrator. */
  entries(server?: number): Promise<readonly ShownEntry[]>;
  /** Gives or takes rights of Berth's account, on every server. */
  changeRights(what: 'grant' | 'revoke', rights: readonly Delegation[]): Promise<void>;
  /** An administrator demands a new password of somebody. */
  expirePassword(dn: string): Promise<void>;
  /** Runs `work` signed in as the domain's administrator, on the first server unless said. */
  asAdministrator<T>(work: Work<T>, server?: number): Promise<T>;
  /** Waits until both servers hold the same. */
  settle(): Promise<void>;
  /** From now on a write stays on the server that accepted it. */
  holdReplication(): Promise<void>;
  /** Lets the servers copy again, and waits until they have. */
  releaseReplication(): Promise<void>;
  /** Ends a server, or all of them, without warning. */
  kill(server?: number): Promise<void>;
  /** Starts it, or all, again at the same address. */
  start(server?: number): Promise<void>;
}

export interface DirectoryOptions {
  /** One server, which copies from nobody: for tests that need no other, since it starts in half the time. */
  readonly alone?: boolean;
}

/** @throws MissingPrograms, Error when it does not come up */
export async function startDirectory(
  context: StackContext,
  { alone = false }: DirectoryOptions = {},
): Promise<StackDirectory> {
  if (process.getuid?.() !== 0) throw new Error('The directory needs root: its ports are below 1024, and are fixed');
  const servers = await startServers(context, alone);
  const chosen = (server?: number) => servers.filter((_, i) => server === undefined || server === i);
  const urls = servers.map(({ url }) => url);
  const ca = context.authority.cert;
  const asked = <T>(work: Work<T>, server = 0) => asAdministrator(urls[server] ?? '', ca, work);
  const settled = () => settle(urls, ca);
  const intake = (takesIn: boolean) =>
    Promise.all(urls.map((_, i) => asked((client) => setIntake(client, SERVER_NAMES[i] ?? '', takesIn), i)));
  return {
    servers: urls,
    bindUser: `${SERVICE_ACCOUNT}@${REALM}`,
    bindPassword: SERVICE_PASSWORD,
    baseDn: BASE_DN,
    upnSuffix: REALM,
    entries: (server) => asked(allEntries, server),
    changeRights: async (what, rights) => {
      await asked(async (client) => changeRights(client, await sidOf(client, SERVICE_DN), what, rights));
      await settled();
    },
    expirePassword: (dn) => asked((client) => expirePassword(client, dn)),
    asAdministrator: asked,
    settle: settled,
    holdReplication: async () => {
      await settled();
      await intake(false);
    },
    releaseReplication: async () => {
      await intake(true);
      await settled();
    },
    kill: (server) => each(chosen(server), (running) => running.kill()),
    start: (server) => each(chosen(server), (running) => running.start()),
    close: () => each(servers, (running) => running.close()),
  };
}

/** On copies of the domain, both at once. */
async function startServers(context: StackContext, alone: boolean): Promise<RunningServer[]> {
  const { authority, folder: run } = context;
  const folder = join(partFolder(context, 'directory'), 'domain');
  const places = await copyDomain(folder);
  const network = makeNetwork(folder, places);
  const order = { run, authority, network, copies: !alone };
  const started = alone ? places.slice(0, 1) : places;
  return allOrNone(started.map((place) => startServer({ ...order, place, folder: join(folder, place.name) })));
}

async function each(servers: readonly RunningServer[], act: (server: RunningServer) => Promise<void>): Promise<void> {
  await Promise.all(servers.map(act));
}

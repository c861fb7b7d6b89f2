/*
 * An Active Directory of two servers, dc1 and dc2, that speak LDAPS only.
 *
 * Imitates: simple binds by DN, user principal name and DOMAIN\name; AD's result codes and texts; unique account and
 * principal names; the password policy (12 characters, 3 of 4 classes, without the account name); links that follow
 * renames; memberOf; allowedChildClassesEffective, allowedAttributesEffective and security descriptors; the in-chain and bit-and rules; pages; `<GUID=…>`; the rights of Berth's service account;
 * replication that a test can hold.
 * Does not imitate: StartTLS, SASL, compare, rootDSE beyond tokenGroups, tombstones, schema beyond the attributes in `schema.ts`, lockout,
 * password history and age, primary groups, replication conflicts. What it does not know it refuses.
 * Differs from AD: every signed-in user reads everything; passwords replicate no faster than the rest; the object
 * class of an entry decides nothing about its other attributes.
 */
import type { AddressInfo, Socket } from 'node:net';
import { createServer, type Server, type TLSSocket } from 'node:tls';
import type { RunningServer, SandboxContext } from '../kit/context.ts';
import { Connection, type ConnectionDeps } from './connection.ts';
import { DELEGATIONS, type Delegation } from './delegation.ts';
import { Domain, SERVER_NAMES } from './domain.ts';
import type { Entry } from './entry.ts';
import { BASE_DN, REALM, SERVICE_ACCOUNT, SERVICE_PASSWORD, seedDomain } from './seed.ts';
import { splitMessages } from './split-messages.ts';

/** An entry as a test looks at it: every value as text, names as AD spells them. */
export interface ShownEntry {
  readonly dn: string;
  readonly attributes: Readonly<Record<string, readonly string[]>>;
}

export interface RunningDirectory extends RunningServer {
  /** `ldaps://127.0.0.1:<port>` of dc1 and dc2. */
  readonly servers: readonly string[];
  readonly bindUser: string;
  readonly bindPassword: string;
  readonly baseDn: string;
  readonly upnSuffix: string;
  /** Gives or takes rights of Berth's account. */
  changeRights(what: 'grant' | 'revoke', rights: readonly Delegation[]): void;
  /** An administrator demands a new password of somebody. */
  expirePassword(dn: string): void;
  /** Everything dc1 holds. */
  entries(): readonly ShownEntry[];
  /** From now on a write stays on the server that accepted it. */
  holdReplication(): void;
  /** Carries what was held over to the other server, and everything after it at once. */
  releaseReplication(): void;
}

export interface DirectoryOptions {
  /** Ports of dc1 and dc2; the system's choice unless asked. */
  readonly ports?: readonly [number, number];
}

export async function startDirectory(
  context: SandboxContext,
  options: DirectoryOptions = {},
): Promise<RunningDirectory> {
  const domain = new Domain();
  seedDomain(domain);
  const granted = new Set(DELEGATIONS);
  const running = await Promise.all(
    SERVER_NAMES.map((server, i) => listen({ context, domain, granted, server }, options.ports?.[i] ?? 0)),
  );
  const servers = running.map(({ url }) => url);
  return {
    url: servers[0] ?? '',
    servers,
    bindUser: `${SERVICE_ACCOUNT}@${REALM}`,
    bindPassword: SERVICE_PASSWORD,
    baseDn: BASE_DN,
    upnSuffix: REALM,
    changeRights: (what, rights) => {
      for (const right of rights) granted[what === 'grant' ? 'add' : 'delete'](right);
    },
    expirePassword: (dn) => {
      const changes = [{ kind: 'replace' as const, name: 'pwdLastSet', values: [Buffer.from('0')] }];
      domain.write('dc1', { kind: 'modify', dn, changes, at: domain.tick() });
    },
    entries: () => domain.store('dc1').all().map(show),
    holdReplication: () => domain.hold(),
    releaseReplication: () => domain.release(),
    close: async () => void (await Promise.all(running.map((server) => server.close()))),
  };
}

async function listen(deps: Omit<ConnectionDeps, 'closing'>, port: number): Promise<RunningServer> {
  const closing = new AbortController();
  const sockets = new Set<Socket>();
  const { key, cert } = deps.context.tls;
  const server = createServer({ key, cert, minVersion: 'TLSv1.2' }, (socket) =>
    serve(socket, { ...deps, closing: closing.signal }),
  );
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `ldaps://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      closing.abort();
      return shut(server, sockets);
    },
  };
}

function serve(socket: TLSSocket, deps: ConnectionDeps): void {
  const connection = new Connection(socket, deps);
  let turn = Promise.resolve();
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  splitMessages(socket, (message) => {
    turn = turn.then(() => connection.answer(message)).catch(() => void socket.destroy());
  });
}

async function shut(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  for (const socket of sockets) socket.destroy();
  await closed;
}

function show(entry: Entry): ShownEntry {
  const attributes = [...entry.attributes.values()].map(({ name, values }) => [name, values.map(String)]);
  return { dn: entry.dn, attributes: Object.fromEntries(attributes) as ShownEntry['attributes'] };
}

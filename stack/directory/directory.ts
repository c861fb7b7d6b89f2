/*
 * Active Directory by Samba, with the domain, people and rights of the sandbox's directory. LDAP, LDAPS and StartTLS
 * only: no Kerberos, no DNS, no file shares.
 */
import { join } from 'node:path';
import type { Client } from 'ldapts';
import type { Delegation } from '../../sandbox/directory/delegation.ts';
import { BASE_DN, REALM, SERVICE_ACCOUNT, SERVICE_PASSWORD } from '../../sandbox/directory/seed.ts';
import type { ShownEntry } from '../../sandbox/directory/server.ts';
import { partFolder, type RunningPart, type StackContext } from '../kit/context.ts';
import { allEntries, asAdministrator, expirePassword, sidOf } from './administrator.ts';
import { changeRights } from './descriptor.ts';
import { copyDomain } from './domain.ts';
import { SERVICE_DN } from './seed.ts';
import { startServer } from './server.ts';

export interface StackDirectory extends RunningPart {
  /** `ldaps://127.x.y.z`, on the usual port. */
  readonly servers: readonly string[];
  readonly bindUser: string;
  readonly bindPassword: string;
  readonly baseDn: string;
  readonly upnSuffix: string;
  /** Everything it holds, seen by the administrator. */
  entries(): Promise<readonly ShownEntry[]>;
  /** Gives or takes rights of Berth's account. */
  changeRights(what: 'grant' | 'revoke', rights: readonly Delegation[]): Promise<void>;
  /** An administrator demands a new password of somebody. */
  expirePassword(dn: string): Promise<void>;
  /** Runs `work` signed in as the domain's administrator. */
  asAdministrator<T>(work: (client: Client) => Promise<T>): Promise<T>;
  /** Ends the server without warning. */
  kill(): Promise<void>;
  /** Starts it again, at the same address. */
  start(): Promise<void>;
}

/** @throws MissingPrograms, Error when it does not come up */
export async function startDirectory(context: StackContext): Promise<StackDirectory> {
  const { authority, folder: run } = context;
  if (process.getuid?.() !== 0) throw new Error('The directory needs root: its ports are below 1024, and are fixed');
  const folder = join(partFolder(context, 'directory'), 'dc1');
  await copyDomain(folder);
  const server = await startServer({ name: 'dc1', folder, run, authority });
  const asked = <T>(work: (client: Client) => Promise<T>) => asAdministrator(server.url, authority.cert, work);
  return {
    servers: [server.url],
    bindUser: `${SERVICE_ACCOUNT}@${REALM}`,
    bindPassword: SERVICE_PASSWORD,
    baseDn: BASE_DN,
    upnSuffix: REALM,
    entries: () => asked(allEntries),
    changeRights: (what, rights) =>
      asked(async (client) => changeRights(client, await sidOf(client, SERVICE_DN), what, rights)),
    expirePassword: (dn) => asked((client) => expirePassword(client, dn)),
    asAdministrator: asked,
    kill: () => server.kill(),
    start: () => server.start(),
    close: () => server.close(),
  };
}

/*
 * Active Directory by Samba, with the domain, people and rights of the sandbox's directory. LDAP, LDAPS and StartTLS
 * only: no Kerberos, no DNS, no file shares.
 */
import { join } from 'node:path';
import { BASE_DN, REALM, SERVICE_ACCOUNT, SERVICE_PASSWORD } from '../../sandbox/directory/seed.ts';
import type { ShownEntry } from '../../sandbox/directory/server.ts';
import { partFolder, type RunningPart, type StackContext } from '../kit/context.ts';
import { allEntries, asAdministrator, sidOf } from './administrator.ts';
import type { Delegation } from './delegation.ts';
import { copyDomain } from './domain.ts';
import { setRights } from './samba-tool.ts';
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
  /** Takes rights from Berth's account. */
  revoke(rights: readonly Delegation[]): Promise<void>;
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
  const asked = <T>(work: Parameters<typeof asAdministrator<T>>[2]) =>
    asAdministrator(server.url, authority.cert, work);
  return {
    servers: [server.url],
    bindUser: `${SERVICE_ACCOUNT}@${REALM}`,
    bindPassword: SERVICE_PASSWORD,
    baseDn: BASE_DN,
    upnSuffix: REALM,
    entries: () => asked(allEntries),
    revoke: async (rights) => {
      const sid = await asked((client) => sidOf(client, SERVICE_DN));
      await setRights('delete', { folder, settings: server.settings }, sid, rights);
    },
    kill: () => server.kill(),
    start: () => server.start(),
    close: () => server.close(),
  };
}

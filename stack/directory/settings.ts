/* Samba's own settings. Its ports are fixed, so each server has an address of its own on loopback. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NETBIOS, REALM } from '../../sandbox/directory/seed.ts';

export interface ServerSettings {
  /** Folder of this server's database. */
  readonly folder: string;
  readonly address: string;
  readonly keyFile: string;
  readonly certFile: string;
  readonly caFile: string;
}

/** Writes the file that `samba` is started with; answers its path. */
export function writeSettings({ folder, address, keyFile, certFile, caFile }: ServerSettings): string {
  for (const name of ['run', 'lock', 'cache']) mkdirSync(join(folder, name), { recursive: true });
  const lines = {
    'netbios name': 'DC1',
    realm: REALM.toUpperCase(),
    workgroup: NETBIOS,
    'server role': 'active directory domain controller',
    // Signing in by password and LDAP need no other service: no Kerberos, no file sharing, no DNS.
    'server services': 'ldap',
    'dcerpc endpoint servers': '',
    interfaces: `${address}/8`,
    'bind interfaces only': 'yes',
    'private dir': join(folder, 'private'),
    'state directory': join(folder, 'state'),
    'cache directory': join(folder, 'cache'),
    'lock directory': join(folder, 'lock'),
    'pid directory': join(folder, 'run'),
    'ncalrpc dir': join(folder, 'run', 'ncalrpc'),
    'ldap server require strong auth': 'yes',
    'tls keyfile': keyFile,
    'tls certfile': certFile,
    'tls cafile': caFile,
    'tls verify peer': 'no_check',
    // Nothing here has to outlive the machine.
    'ldb:nosync': 'true',
  };
  const file = join(folder, 'smb.run.conf');
  const text = Object.entries(lines).map(([name, value]) => `  ${name} = ${value}\n`);
  writeFileSync(file, `[global]\n${text.join('')}`);
  return file;
}

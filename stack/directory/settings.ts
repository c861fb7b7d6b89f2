/* Samba's own settings. Its ports are fixed, so each server has an address of its own on loopback. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NETBIOS, REALM } from '../../sandbox/directory/seed.ts';
import { SERVER_FOLDER } from './network.ts';

/** Signing in by password and LDAP need no other service: no Kerberos, no file sharing, no DNS. */
const ALONE = { 'server services': 'ldap', 'dcerpc endpoint servers': '' };
/** What servers need beside it to join a domain and to copy from each other, each within about a second. */
const COPYING = {
  'server services': 'ldap, cldap, rpc, drepl, kdc',
  'dcerpc endpoint servers': 'epmapper, drsuapi, netlogon, lsarpc, samr',
  'dreplsrv:notify_interval': '1',
  'dreplsrv:periodic_startup_interval': '1',
  'dreplsrv:periodic_interval': '2',
  'prefork children': '1',
};

export interface ServerSettings {
  /** Its name in the domain: `dc1`. */
  readonly name: string;
  /** Folder of this server's database. */
  readonly folder: string;
  readonly address: string;
  /** Whether other servers copy from it and it from them. */
  readonly copies: boolean;
  readonly keyFile: string;
  readonly certFile: string;
  readonly caFile: string;
}

/** Writes the file that `samba` is started with, as it sees its folder; answers its path. */
export function writeSettings(server: ServerSettings): string {
  const { name, folder, address, copies, keyFile, certFile, caFile } = server;
  for (const own of ['run', 'lock', 'cache']) mkdirSync(join(folder, own), { recursive: true });
  const lines = {
    'netbios name': name.toUpperCase(),
    realm: REALM.toUpperCase(),
    workgroup: NETBIOS,
    'server role': 'active directory domain controller',
    ...(copies ? COPYING : ALONE),
    interfaces: `${address}/8`,
    'bind interfaces only': 'yes',
    'private dir': join(SERVER_FOLDER, 'private'),
    'state directory': join(SERVER_FOLDER, 'state'),
    'cache directory': join(SERVER_FOLDER, 'cache'),
    'lock directory': join(SERVER_FOLDER, 'lock'),
    'pid directory': join(SERVER_FOLDER, 'run'),
    'ncalrpc dir': join(SERVER_FOLDER, 'run', 'ncalrpc'),
    'ldap server require strong auth': 'yes',
    'tls keyfile': keyFile,
    'tls certfile': certFile,
    'tls cafile': caFile,
    'tls verify peer': 'no_check',
    // Nothing here has to outlive the machine.
    'ldb:nosync': 'true',
  };
  const file = join(folder, 'smb.run.conf');
  const text = Object.entries(lines).map(([setting, value]) => `  ${setting} = ${value}\n`);
  writeFileSync(file, `[global]\n${text.join('')}`);
  return file;
}

/**
 * Writes how a server gets tickets, by which servers prove themselves to each other; answers the file. Each asks itself.
 */
export function writeKerberosSettings(folder: string, address: string): string {
  const realm = REALM.toUpperCase();
  const file = join(folder, 'krb5.run.conf');
  writeFileSync(
    file,
    `[libdefaults]
  default_realm = ${realm}
  dns_lookup_realm = false
  dns_lookup_kdc = false
[realms]
  ${realm} = {
    kdc = ${address}
  }
[domain_realm]
  .${REALM} = ${realm}
  ${REALM} = ${realm}
`,
  );
  return file;
}

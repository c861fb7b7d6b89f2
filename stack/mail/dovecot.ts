/*
 * Dovecot: IMAP over TLS with IDLE, MOVE and access control lists, delivery by LMTP with Sieve and quotas, and the
 * passwords that Postfix asks for. Mailboxes are maildirs.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KeyAndCertificate } from '../kit/authority.ts';
import { type Service, startService } from '../kit/service.ts';
import { MAILBOX_PROGRAMS } from '../programs/mail.ts';
import { pathsOf } from '../programs/program.ts';
import { areListening } from './listening.ts';
import type { Runtime, SystemUser } from './runtime.ts';

export interface DovecotAccount {
  readonly address: string;
  readonly password: string;
  /** Bytes of mail it may hold; without limit where absent. */
  readonly quotaBytes?: number;
}

export interface DovecotOrder {
  readonly runtime: Runtime;
  /** Owns the mailboxes. */
  readonly user: SystemUser;
  readonly tls: KeyAndCertificate;
  readonly ports: { readonly imaps: number; readonly lmtp: number; readonly vacation: number };
  readonly accounts: readonly DovecotAccount[];
}

export interface Dovecot extends Service {
  maildir(address: string): string;
  /** Starts it again: it looks at its accounts once a second at most. */
  setAccounts(accounts: readonly DovecotAccount[]): Promise<void>;
  /** What happens to mail for this address from now on, in Sieve. */
  setSieve(address: string, script: string): void;
}

const runOf = (runtime: Runtime) => join(runtime.folder, 'dovecot');

/** Where Postfix asks for passwords. */
export const authSocketOf = (runtime: Runtime): string => join(runOf(runtime), 'auth-client');

export async function startDovecot(folder: string, order: DovecotOrder): Promise<Dovecot> {
  const { dovecot } = pathsOf(MAILBOX_PROGRAMS);
  const { runtime, user, ports } = order;
  const places = {
    run: runOf(runtime),
    mail: runtime.own('mail', user),
    sieve: runtime.own('sieve', user),
    users: join(runtime.folder, 'users'),
  };
  const writeAccounts = (accounts: readonly DovecotAccount[]) => {
    runtime.write('users', accounts.map((account) => userLine(account, user, places.mail)).join(''), user);
  };
  writeAccounts(order.accounts);
  const config = runtime.write('dovecot.conf', dovecotConfig({ ...places, ...order }));
  const ready = () => areListening([ports.imaps, ports.lmtp]);
  const service = await startService(folder, { name: 'dovecot', program: dovecot, args: ['-F', '-c', config], ready });
  return {
    ...service,
    maildir: (address) => join(places.mail, address),
    async setAccounts(accounts) {
      await service.close();
      writeAccounts(accounts);
      await service.restart();
    },
    setSieve: (address, script) => writeFileSync(join(places.sieve, `${address}.sieve`), script),
  };
}

function userLine({ address, password, quotaBytes }: DovecotAccount, { uid, gid }: SystemUser, mail: string): string {
  const quota = quotaBytes === undefined ? '' : `userdb_quota_rule=*:bytes=${quotaBytes}`;
  return `${address}:{PLAIN}${password}:${uid}:${gid}::${join(mail, address)}::${quota}\n`;
}

interface DovecotPlaces {
  readonly run: string;
  readonly mail: string;
  readonly sieve: string;
  readonly users: string;
}

function dovecotConfig({ run, mail, sieve, users, user, tls, ports }: DovecotPlaces & DovecotOrder): string {
  return `base_dir = ${run}
state_dir = ${run}
log_path = /dev/stderr
protocols = imap lmtp
listen = 127.0.0.1
default_internal_user = ${user.name}
default_internal_group = ${user.group}
default_login_user = ${user.name}
first_valid_uid = 0
ssl = required
ssl_cert = <${tls.certFile}
ssl_key = <${tls.keyFile}
auth_mechanisms = plain login
auth_failure_delay = 0
mail_location = maildir:${mail}/%u
mail_save_crlf = yes
mail_plugins = quota acl
recipient_delimiter = +
lmtp_hdr_delivery_address = final
submission_host = 127.0.0.1:${ports.vacation}
passdb {
  driver = passwd-file
  args = scheme=PLAIN username_format=%u ${users}
}
userdb {
  driver = passwd-file
  args = username_format=%u ${users}
}
${services(ports)}protocol imap {
  mail_plugins = quota imap_quota acl imap_acl
}
protocol lmtp {
  mail_plugins = quota acl sieve
}
plugin {
  quota = count:User quota
  quota_vsizes = yes
  quota_grace = 0
  acl = vfile
  sieve = file:${sieve}/%u.sieve
}
`;
}

function services(ports: DovecotOrder['ports']): string {
  return `namespace inbox {
  inbox = yes
  separator = /
}
service imap-login {
  chroot =
  service_count = 0
  inet_listener imap {
    port = 0
  }
  inet_listener imaps {
    port = ${ports.imaps}
    ssl = yes
  }
}
service lmtp {
  inet_listener lmtp {
    address = 127.0.0.1
    port = ${ports.lmtp}
  }
}
service auth {
  unix_listener auth-client {
    mode = 0666
  }
}
service anvil {
  chroot =
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service stats {
  chroot =
}
`;
}

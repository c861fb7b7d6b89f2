/*
 * Postfix: submission over TLS for accounts, and the MX for everybody. What accounts submit is signed by the filter and
 * handed to the MX like any other mail, as where both are machines of their own, so that it is judged there. Nothing
 * leaves this machine. Mail that could not be delivered is tried again after a second (Postfix waits five minutes).
 */
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { AUTHSERV_ID, LOCAL_DOMAIN } from '../../sandbox/mail/stamp.ts';
import type { KeyAndCertificate } from '../kit/authority.ts';
import { type Service, startService } from '../kit/service.ts';
import { TRANSPORT_PROGRAMS } from '../programs/mail.ts';
import { pathsOf } from '../programs/program.ts';
import { authSocketOf } from './dovecot.ts';
import { areListening } from './listening.ts';
import { type Runtime, serviceUser } from './runtime.ts';

/** Largest message in bytes: what most people set. */
export const MAX_BYTES = 25 * 1024 * 1024;

/** What Postfix looks up. It reads them anew for each connection. */
export interface PostfixTables {
  /** Addresses that mail is taken for. */
  readonly recipients: readonly string[];
  /** Which account may send as an address. */
  readonly senders: Readonly<Record<string, string>>;
  /** Answers to RCPT for an address, e.g. `450 4.2.1 Try later`. */
  readonly atRecipient: Readonly<Record<string, string>>;
  /** Answers to DATA for a mail to this address alone. */
  readonly atData: Readonly<Record<string, string>>;
}

export interface PostfixOrder {
  readonly runtime: Runtime;
  readonly tls: KeyAndCertificate;
  readonly ports: { readonly submission: number; readonly mx: number; readonly filter: number; readonly lmtp: number };
  readonly tables: PostfixTables;
}

export interface Postfix extends Service {
  setTables(tables: PostfixTables): void;
  /** Messages that are being delivered, and those that wait for another attempt. */
  queued(): { readonly moving: number; readonly deferred: number };
}

const QUEUES = [
  'active',
  'bounce',
  'corrupt',
  'defer',
  'deferred',
  'flush',
  'hold',
  'incoming',
  'private',
  'saved',
  'trace',
];
const MASTER = '/usr/lib/postfix/sbin/master';

export async function startPostfix(folder: string, order: PostfixOrder): Promise<Postfix> {
  pathsOf({ postfix: TRANSPORT_PROGRAMS.postfix });
  const { runtime, ports } = order;
  const queue = makeQueue(runtime);
  mkdirSync(join(runtime.folder, 'postfix'));
  const setTables = (tables: PostfixTables) => writeTables(runtime, tables);
  setTables(order.tables);
  runtime.write('postfix/main.cf', mainConfig(order, queue));
  runtime.write('postfix/master.cf', masterConfig(order.ports));
  const args = ['-c', join(runtime.folder, 'postfix'), '-s'];
  const ready = () => areListening([ports.submission, ports.mx]);
  const service = await startService(folder, { name: 'postfix', program: MASTER, args, ready });
  return {
    ...service,
    setTables,
    // In the order in which a message passes them, so that none slips through between two looks.
    queued: () => ({
      moving: messagesIn(join(queue, 'incoming')) + messagesIn(join(queue, 'active')),
      deferred: messagesIn(join(queue, 'deferred')),
    }),
  };
}

/** Executable by its owner: so Postfix marks what it has taken in whole. What it was killed over is nobody's message. */
const COMPLETE = 0o100;

function messagesIn(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const modes = files.map(({ parentPath, name }) => statSync(join(parentPath, name), { throwIfNoEntry: false })?.mode);
  return modes.filter((mode) => mode !== undefined && (mode & COMPLETE) !== 0).length;
}

function makeQueue(runtime: Runtime): string {
  const root = serviceUser('root');
  const postfix = serviceUser('postfix');
  const queue = runtime.own('queue', root);
  for (const name of QUEUES) runtime.own(join('queue', name), postfix);
  for (const name of ['maildrop', 'public']) runtime.own(join('queue', name), postfix);
  runtime.own(join('queue', 'pid'), root);
  runtime.own('postfix-data', postfix);
  return queue;
}

function writeTables(runtime: Runtime, tables: PostfixTables): void {
  const lines = (entries: Readonly<Record<string, string>>) =>
    Object.entries(entries)
      .map(([key, value]) => `${key} ${value}\n`)
      .join('');
  runtime.write('postfix/recipients', lines(Object.fromEntries(tables.recipients.map((address) => [address, 'ok']))));
  runtime.write('postfix/senders', lines(tables.senders));
  runtime.write('postfix/at-recipient', lines(tables.atRecipient));
  runtime.write('postfix/at-data', lines(tables.atData));
}

function mainConfig({ runtime, tls, ports }: PostfixOrder, queue: string): string {
  const table = (name: string) => `texthash:${join(runtime.folder, 'postfix', name)}`;
  return `compatibility_level = 3.6
queue_directory = ${queue}
data_directory = ${join(runtime.folder, 'postfix-data')}
maillog_file = /dev/stdout
myhostname = ${AUTHSERV_ID}
myorigin = ${LOCAL_DOMAIN}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks =
mydestination =
virtual_mailbox_domains = ${LOCAL_DOMAIN}
virtual_mailbox_maps = ${table('recipients')}
virtual_transport = lmtp:inet:127.0.0.1:${ports.lmtp}
default_transport = error:5.1.1 No mail leaves this machine
recipient_delimiter = +
smtp_dns_support_level = disabled
message_size_limit = ${MAX_BYTES}
smtpd_tls_cert_file = ${tls.certFile}
smtpd_tls_key_file = ${tls.keyFile}
smtpd_tls_session_cache_database =
smtpd_sasl_type = dovecot
smtpd_sasl_path = ${authSocketOf(runtime)}
smtpd_sender_login_maps = ${table('senders')}
smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination
smtpd_recipient_restrictions = check_recipient_access ${table('at-recipient')}
smtpd_data_restrictions = check_recipient_access ${table('at-data')}
smtpd_milters = inet:127.0.0.1:${ports.filter}
milter_default_action = tempfail
queue_run_delay = 1s
minimal_backoff_time = 1s
maximal_backoff_time = 5s
transport_retry_time = 1s
`;
}

function masterConfig({ submission, mx }: PostfixOrder['ports']): string {
  return `127.0.0.1:${mx} inet n - n - - smtpd
  -o syslog_name=postfix/mx
  -o max_use=1
127.0.0.1:${submission} inet n - n - - smtpd
  -o syslog_name=postfix/submission
  -o max_use=1
  -o smtpd_tls_wrappermode=yes
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_relay_restrictions=permit_sasl_authenticated,reject
  -o smtpd_sender_restrictions=reject_sender_login_mismatch
  -o content_filter=smtp:[127.0.0.1]:${mx}
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
lmtp unix - - n - - lmtp
error unix - - n - - error
retry unix - - n - - error
showq unix n - n - - showq
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
`;
}

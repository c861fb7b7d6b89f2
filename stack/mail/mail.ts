/*
 * A mail system of real servers: Dovecot (IMAPS, LMTP, Sieve, quotas, ACLs), Postfix (submission over TLS, an MX),
 * rspamd (DKIM signatures, SPF, DKIM and DMARC told in Authentication-Results) and dnsmasq (the names those are judged
 * by). Endpoints are those of the sandbox's mail server.
 *
 * Made for here: one domain, known to this machine's name server alone; everybody comes from loopback; deferred mail is
 * tried again after a second; one rule of ours in rspamd, that an account may not write as another.
 */
import type { MailSystem } from '../../sandbox/mail/mail.ts';
import { readDelivered } from '../../sandbox/mail/read.ts';
import { freePorts } from '../../scripts/kit/ports.ts';
import { allOrNone } from '../kit/all-or-none.ts';
import type { RunningPart, StackContext } from '../kit/context.ts';
import { type Dovecot, type DovecotAccount, startDovecot } from './dovecot.ts';
import { allMails, mailsIn } from './maildir.ts';
import type { Postfix, PostfixTables } from './postfix.ts';
import { isRoot, makeRuntime, serviceUser } from './runtime.ts';
import { startSandboxTransport } from './sandbox-transport.ts';
import { startTransport, type Transport } from './transport.ts';

export type { DovecotAccount as MailAccount } from './dovecot.ts';

export interface MailOptions {
  readonly accounts: readonly DovecotAccount[];
  /** Addresses that Postfix takes mail for although no mailbox is behind them: what real bounces are made of. */
  readonly withoutMailbox?: readonly string[];
}

/** Reading looks at the disk, so it sees what IMAP may tell a little later. */
export interface StackMail extends MailSystem, RunningPart {
  /** Messages that wait for another attempt. */
  deferred(): number;
  /** Whether no mail is on its way at this moment. */
  isQuiet(): boolean;
  readonly dovecot: Dovecot;
  /** Absent without root: then the sandbox's SMTP server takes mail and hands it to Dovecot by LMTP. */
  readonly postfix: Postfix | undefined;
  /** What Postfix looks up, to be changed by `postfix.setTables`. */
  readonly tables: PostfixTables;
}

export async function startMail(context: StackContext, options: MailOptions): Promise<StackMail> {
  const { accounts } = options;
  const runtime = makeRuntime();
  const [imaps = 0, lmtp = 0, mx = 0, submission = 0, filter = 0, dns = 0] = await freePorts(6);
  const ports = { imaps, lmtp, mx, submission, filter, dns };
  const tls = await context.authority.issue('mail', { commonName: 'mail', hosts: ['localhost', '127.0.0.1'] });
  const tables = tablesOf(options);
  const order = { context, runtime, ports, tls, accounts, tables };
  const user = serviceUser('nobody');
  const [dovecot, transport] = await allOrNone([
    startDovecot(context.folder, { runtime, user, tls, ports: { imaps, lmtp, vacation: mx }, accounts }),
    isRoot() ? startTransport(order) : startSandboxTransport(order),
  ]).catch((error: unknown) => {
    runtime.remove();
    throw error;
  });
  return {
    ...endpoints(dovecot, transport, imaps),
    tables,
    dovecot,
    async close() {
      await transport.close();
      await dovecot.close();
      runtime.remove();
    },
  };
}

function endpoints(dovecot: Dovecot, { postfix, smtpUrl, outsideUrl }: Transport, imaps: number) {
  return {
    smtpUrl,
    outsideUrl,
    postfix,
    imapUrl: () => `imaps://127.0.0.1:${imaps}`,
    received: (address: string) => Promise.all(allMails(dovecot.maildir(address)).map(({ raw }) => readDelivered(raw))),
    count: (address: string, path: string) => mailsIn(dovecot.maildir(address), path).length,
    folder: (address: string, path: string) =>
      Promise.all(mailsIn(dovecot.maildir(address), path).map(({ raw }) => readDelivered(raw))),
    deferred: () => postfix?.queued().deferred ?? 0,
    isQuiet: () => (postfix?.queued().moving ?? 0) === 0,
  };
}

function tablesOf({ accounts, withoutMailbox = [] }: MailOptions): PostfixTables {
  const addresses = accounts.map(({ address }) => address);
  return {
    recipients: [...addresses, ...withoutMailbox],
    senders: Object.fromEntries(addresses.map((address) => [address, address])),
    atRecipient: {},
    atData: {},
  };
}

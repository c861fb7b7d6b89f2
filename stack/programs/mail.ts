import { debianProgram } from './debian.ts';
import type { Program } from './program.ts';

/** Mailboxes: IMAP, delivery by LMTP, Sieve, quotas and access control lists. */
export const MAILBOX_PROGRAMS = {
  dovecot: debianProgram({
    name: 'dovecot',
    packages: ['dovecot-imapd', 'dovecot-lmtpd', 'dovecot-sieve'],
    alsoNeeds: ['/usr/lib/dovecot/imap', '/usr/lib/dovecot/lmtp', '/usr/lib/dovecot/modules/lib90_sieve_plugin.so'],
    smallest: true,
  }),
} as const satisfies Readonly<Record<string, Program>>;

/** What brings mail to the mailboxes and says whose it is. Postfix starts as root only. */
export const TRANSPORT_PROGRAMS = {
  postfix: debianProgram({
    name: 'postfix',
    packages: ['postfix'],
    alsoNeeds: ['/usr/lib/postfix/sbin/master'],
    smallest: true,
  }),
  rspamd: debianProgram({
    name: 'rspamd',
    packages: ['rspamd'],
    alsoNeeds: ['/usr/share/rspamd/plugins/dmarc.lua'],
    smallest: true,
  }),
  dnsmasq: debianProgram({ name: 'dnsmasq', packages: ['dnsmasq-base'], smallest: true }),
} as const satisfies Readonly<Record<string, Program>>;

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeContext, type SandboxContext } from '../../sandbox/kit/context.ts';
import { type MailAccount, type MailSystem, startMail } from '../../sandbox/mail/mail.ts';
import { PEOPLE } from '../../sandbox/people.ts';
import { type Authority, makeAuthority } from '../../stack/kit/authority.ts';
import { type StackMail, startMail as startStackMail } from '../../stack/mail/mail.ts';
import { RUNS_ON } from '../contract/differences.ts';
import { eventually } from './eventually.ts';
import type { RelayOptions } from './relay.ts';

export const REQUESTS = { address: 'requests@example.test', password: 'Sandbox-requests-1' };

/** A mail server, the sandbox's or a real one, as tests see it. */
export interface MailServer {
  readonly mail: MailSystem;
  readonly caFile: string;
  /** For a connection in between that reads what passes. */
  readonly relayTls: NonNullable<RelayOptions['tls']>;
  /** Answers the data of the next mail for this address with this, e.g. `451 4.3.0 Try later`. */
  refuseData(address: string, answer: string): void;
  /** Waits until no mail is on its way. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

const people = Object.values(PEOPLE).filter((person) => person.inDirectory);

export const mailAccounts = (): MailAccount[] => [
  REQUESTS,
  ...people.map(({ mail, password }) => ({ address: mail, password })),
];

export function startMailServer(): Promise<MailServer> {
  return RUNS_ON === 'real' ? startRealMail() : startSandboxMail();
}

async function startSandboxMail(): Promise<MailServer> {
  const context = makeContext(mkdtempSync(join(tmpdir(), 'berth-mail-')));
  const mail = await startMail(context, { accounts: mailAccounts() });
  return { ...sandboxServer(context, mail), close: () => mail.close() };
}

/** What a test of several systems has of the sandbox's mail server. */
export function sandboxServer(context: SandboxContext, mail: MailSystem): Omit<MailServer, 'close'> {
  const { key, cert, caFile } = context.tls;
  return {
    mail,
    caFile,
    relayTls: { key, cert, ca: cert },
    refuseData(address, answer) {
      const [code, ...text] = answer.split(' ');
      context.faults.add({ match: `mail SMTP .*${address}`, status: Number(code), message: text.join(' ') });
    },
    settled: async () => {},
  };
}

let authority: Promise<Authority> | undefined;

/** One authority and one certificate of a kind per test file: making them takes seconds. */
async function sharedAuthority(): Promise<Authority> {
  const made = await makeAuthority(mkdtempSync(join(tmpdir(), 'berth-mail-tls-')));
  const issued = new Map<string, ReturnType<Authority['issue']>>();
  return {
    ...made,
    issue(name, order) {
      const known = issued.get(name) ?? made.issue(name, order);
      issued.set(name, known);
      return known;
    },
  };
}

/** A real server that tests may also hurt. */
export interface RealMail extends MailServer {
  readonly mail: StackMail;
  readonly authority: Authority;
}

export async function startRealMail(withoutMailbox: readonly string[] = []): Promise<RealMail> {
  const folder = mkdtempSync(join(tmpdir(), 'berth-mail-'));
  authority ??= sharedAuthority();
  const context = { folder, authority: await authority };
  const mail = await startStackMail(context, { accounts: mailAccounts(), withoutMailbox });
  const hosts = ['127.0.0.1', 'localhost'];
  const { key, cert } = await context.authority.issue('relay', { commonName: 'relay', hosts });
  return {
    mail,
    authority: context.authority,
    caFile: context.authority.caFile,
    relayTls: { key, cert, ca: context.authority.cert },
    refuseData: (address, answer) => mail.postfix?.setTables({ ...mail.tables, atData: { [address]: answer } }),
    // Twice, since a mail passes from one queue to the next between two looks.
    settled: async () => void (await eventually(() => mail.isQuiet() && mail.isQuiet())),
    close: () => mail.close(),
  };
}

import type { Client } from '@temporalio/client';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { AUTHSERV_ID, type MailSystem } from '../../sandbox/mail/mail.ts';
import { PEOPLE } from '../../sandbox/people.ts';
import type { MailOrder } from '../../src/activities/contracts.ts';
import { createMailboxActivities, type MailboxDeps, type MailConfig } from '../../src/activities/mailbox.ts';
import { Secret } from '../../src/config.ts';
import { activityEnvironment, inActivity } from './activity.ts';
import { type MailServer, REQUESTS, startMailServer } from './mail-server.ts';
import { startWire, type Wire } from './mail-wire.ts';

export { eventually } from './eventually.ts';
export { REQUESTS } from './mail-server.ts';

/** How tests write to a mail server: who sends has handed the mail over, and it has been delivered. */
export interface MailWriter {
  /** Through submission, as one of the people. */
  send(from: keyof typeof PEOPLE | 'requests', message: SendMailOptions): Promise<void>;
  /** Through the outside port, byte for byte. */
  inject(raw: string | Buffer, envelopeFrom?: string): Promise<void>;
}

/** A running mail server, and the mailbox as Berth reads it, over a connection that tests can break. */
export interface MailUnderTest extends MailWriter {
  readonly server: MailServer;
  readonly mail: MailSystem;
  readonly imap: Wire;
  readonly config: MailConfig;
  close(): Promise<void>;
}

export async function startMailUnderTest(starting: Promise<MailServer> = startMailServer()): Promise<MailUnderTest> {
  const server = await starting;
  const { mail } = server;
  const imap = await startWire(mail.imapUrl(REQUESTS.address), server.relayTls);
  return {
    server,
    mail,
    imap,
    config: mailConfig(server, imap.port),
    ...writerTo(server),
    async close() {
      await imap.close();
      await server.close();
    },
  };
}

export function writerTo(server: Omit<MailServer, 'close'>): MailWriter {
  return {
    async send(from, message) {
      await submit(server, from, message);
      await server.settled();
    },
    async inject(raw, envelopeFrom = 'mallory@outside.test') {
      await injectRaw(server.mail, raw, envelopeFrom);
      await server.settled();
    },
  };
}

function mailConfig({ mail, caFile }: MailServer, imapPort: number): MailConfig {
  const { address, password } = REQUESTS;
  const login = { user: address, password: new Secret(password) };
  const imap = `imaps://127.0.0.1:${imapPort}`;
  return {
    publicUrl: 'http://berth.example.test',
    caFile,
    smtp: { url: mail.smtpUrl, from: address, ...login },
    mailboxes: [{ name: 'requests', imap, trustedAuthserv: AUTHSERV_ID, ...login }],
  };
}

async function submit(
  { mail, relayTls }: Omit<MailServer, 'close'>,
  from: keyof typeof PEOPLE | 'requests',
  message: SendMailOptions,
): Promise<void> {
  const account = from === 'requests' ? REQUESTS : { address: PEOPLE[from].mail, password: PEOPLE[from].password };
  const port = Number(new URL(mail.smtpUrl).port);
  const auth = { user: account.address, pass: account.password };
  const transport = createTransport({ host: '127.0.0.1', port, secure: true, auth, tls: { ca: relayTls.ca } });
  await transport.sendMail({ from: account.address, to: REQUESTS.address, ...message });
}

async function injectRaw(mail: MailSystem, raw: string | Buffer, from: string): Promise<void> {
  const transport = createTransport({
    host: '127.0.0.1',
    port: Number(new URL(mail.outsideUrl).port),
    ignoreTLS: true,
  });
  await transport.sendMail({ envelope: { from, to: [REQUESTS.address] }, raw });
}

/** Runs the mailbox activity; `stop` ends it as a shutdown does. */
export interface RunningMailbox {
  readonly notices: MailOrder[];
  readonly previews: string[];
  /** Details of every heartbeat. */
  readonly beats: unknown[];
  /** Ends the activity and returns its counts; rejects with the failure it ended with. */
  stop(): Promise<Record<string, number>>;
  readonly ended: Promise<{ handled: Record<string, number> }>;
}

export function runMailbox(
  { config }: Pick<MailUnderTest, 'config'>,
  client: Client,
  over: Partial<MailboxDeps> = {},
): RunningMailbox {
  const notices: MailOrder[] = [];
  const previews: string[] = [];
  const beats: unknown[] = [];
  const environment = activityEnvironment();
  environment.on('heartbeat', (details) => beats.push(details));
  const activities = createMailboxActivities({
    config,
    client,
    findPerson: async ({ mail }) => ({ id: mail.replace(/@.*/, '') }),
    sendNotice: async (order) => void notices.push(order),
    sendPreview: async (start) => void previews.push(start.draft.project ?? ''),
    ...over,
  });
  const ended = inActivity(() => activities.watchMailbox({ mailbox: 'requests' }), environment);
  ended.catch(() => {});
  return {
    notices,
    previews,
    beats,
    ended,
    async stop() {
      environment.cancel();
      return (await ended).handled;
    },
  };
}

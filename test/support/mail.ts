import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { makeContext, type SandboxContext } from '../../sandbox/kit/context.ts';
import { AUTHSERV_ID, type RunningMail, startMail } from '../../sandbox/mail/mail.ts';
import { PEOPLE } from '../../sandbox/people.ts';
import type { MailOrder } from '../../src/activities/contracts.ts';
import { createMailboxActivities, type MailboxDeps, type MailConfig } from '../../src/activities/mailbox.ts';
import { Secret } from '../../src/config.ts';

export const REQUESTS = { address: 'requests@example.test', password: 'Sandbox-requests-1' };

/** A running sandbox mail server and how tests write to it. */
export interface MailSandbox {
  readonly context: SandboxContext;
  readonly mail: RunningMail;
  readonly config: MailConfig;
  /** Through submission, as one of the people. */
  send(from: keyof typeof PEOPLE | 'requests', message: SendMailOptions): Promise<void>;
  /** Through the outside port, byte for byte. */
  inject(raw: string | Buffer, envelopeFrom?: string): Promise<void>;
}

export async function startMailSandbox(): Promise<MailSandbox> {
  const context = makeContext(mkdtempSync(join(tmpdir(), 'berth-mail-')));
  const people = Object.values(PEOPLE).filter((person) => person.inDirectory);
  const accounts = [REQUESTS, ...people.map(({ mail, password }) => ({ address: mail, password }))];
  const mail = await startMail(context, { accounts });
  return {
    context,
    mail,
    config: mailConfig(context, mail),
    send: (from, message) => submit(context, mail, from, message),
    inject: (raw, envelopeFrom = 'mallory@outside.test') => injectRaw(mail, raw, envelopeFrom),
  };
}

function mailConfig(context: SandboxContext, mail: RunningMail): MailConfig {
  const { address, password } = REQUESTS;
  const login = { user: address, password: new Secret(password) };
  return {
    publicUrl: 'http://berth.example.test',
    caFile: context.tls.caFile,
    smtp: { url: mail.smtpUrl, from: address, ...login },
    mailboxes: [{ name: 'requests', imap: mail.imapUrl(address), trustedAuthserv: AUTHSERV_ID, ...login }],
  };
}

async function submit(
  context: SandboxContext,
  mail: RunningMail,
  from: keyof typeof PEOPLE | 'requests',
  message: SendMailOptions,
): Promise<void> {
  const account = from === 'requests' ? REQUESTS : { address: PEOPLE[from].mail, password: PEOPLE[from].password };
  const port = Number(new URL(mail.smtpUrl).port);
  const auth = { user: account.address, pass: account.password };
  const transport = createTransport({ host: '127.0.0.1', port, secure: true, auth, tls: { ca: context.tls.cert } });
  await transport.sendMail({ from: account.address, to: REQUESTS.address, ...message });
}

async function injectRaw(mail: RunningMail, raw: string | Buffer, from: string): Promise<void> {
  const transport = createTransport({
    host: '127.0.0.1',
    port: Number(new URL(mail.outsideUrl).port),
    ignoreTLS: true,
  });
  await transport.sendMail({ envelope: { from, to: [REQUESTS.address] }, raw });
}

/** Runs the mailbox activity against the sandbox; `stop` ends it as a shutdown does. */
export interface RunningMailbox {
  readonly notices: MailOrder[];
  readonly previews: string[];
  /** Details of every heartbeat. */
  readonly beats: unknown[];
  /** Ends the activity and returns its counts; rejects with the failure it ended with. */
  stop(): Promise<Record<string, number>>;
  readonly ended: Promise<{ handled: Record<string, number> }>;
}

export function runMailbox(sandbox: MailSandbox, client: Client, over: Partial<MailboxDeps> = {}): RunningMailbox {
  const notices: MailOrder[] = [];
  const previews: string[] = [];
  const beats: unknown[] = [];
  const environment = new MockActivityEnvironment({}, { logger: new DefaultLogger('ERROR') });
  environment.on('heartbeat', (details) => beats.push(details));
  const activities = createMailboxActivities({
    config: sandbox.config,
    client,
    sendNotice: async (order) => void notices.push(order),
    sendPreview: async (start) => void previews.push(start.draft.project ?? ''),
    ...over,
  });
  type Counts = { handled: Record<string, number> };
  const watch = () => activities.watchMailbox({ mailbox: 'requests' });
  const ended = environment.run<[], Counts, () => Promise<Counts>>(watch);
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

/** Waits for a condition; gives up before jest does, so that nothing goes on behind a failed test. */
export async function eventually<T>(check: () => Promise<T | undefined | false> | T | undefined | false): Promise<T> {
  const end = Date.now() + 40_000;
  for (;;) {
    const value = await check();
    if (value !== undefined && value !== false) return value;
    if (Date.now() > end) throw new Error(`this never came true: ${check.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

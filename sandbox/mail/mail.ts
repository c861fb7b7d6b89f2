/*
 * A mail system: submission over TLS for accounts, a second port for the outside world, and IMAP with IDLE, MOVE and
 * UIDPLUS for each mailbox. Imitates what Berth sees of Postfix and Dovecot behind a DMARC-checking MX.
 *
 * Laxer than the real thing: no greylisting, no rate limits, DMARC is decided by who submitted (no DNS, no DKIM), a
 * second connection sees flags late, IDLE notifications may come between commands. Stricter: unknown and foreign
 * recipients are refused at RCPT, so this server never makes bounces itself; an account may not write as another.
 * Mailboxes live in memory. A page per mailbox shows what was delivered and lets anybody at this machine write as a
 * person of the sandbox; it asks for no login, and what it sends goes through the same SMTP server.
 */
import type { Server } from 'node:http';
import { serve } from '@hono/node-server';
import type { RunningServer, SandboxContext } from '../kit/context.ts';
import { withoutPlus } from './headers.ts';
import { type MailAccount, type Mailbox, startMailbox } from './mailbox.ts';
import { type PageDeps, pageRoutes } from './page.ts';
import { type DeliveredMail, readDelivered } from './read.ts';
import { type Accepted, startSmtp } from './smtp.ts';
import { stamp } from './stamp.ts';
import { writeMail } from './write.ts';

export type { MailAccount } from './mailbox.ts';
export type { DeliveredMail } from './read.ts';
export { AUTHSERV_ID } from './stamp.ts';

export interface MailOptions {
  readonly accounts: readonly MailAccount[];
  /** Fixed ports; free ones where absent. `imap` is by address. */
  readonly ports?: {
    readonly smtp?: number;
    readonly outside?: number;
    readonly page?: number;
    readonly imap?: Readonly<Record<string, number>>;
  };
  /** Called after each delivery. */
  readonly onDelivered?: (address: string, mail: DeliveredMail) => void;
}

/** Where mail goes in and comes out, of this server and of real ones alike. */
export interface MailSystem {
  /** Submission, TLS from the first byte; each account sends as itself. */
  readonly smtpUrl: string;
  /** Port 25 of the MX: nobody is proven here. */
  readonly outsideUrl: string;
  /** @throws Error for an address without a mailbox. */
  imapUrl(address: string): string;
  /** Everything delivered to this address since the start, wherever it was filed. */
  received(address: string): Promise<readonly DeliveredMail[]>;
  /** How many mails lie in a folder now. */
  count(address: string, path: string): number;
  /** What lies in a folder now. */
  folder(address: string, path: string): Promise<DeliveredMail[]>;
}

export interface RunningMail extends RunningServer, MailSystem {
  /** All mailboxes in a browser, with its ending slash; a mailbox is `<pageUrl><address>`. */
  readonly pageUrl: string;
}

export async function startMail(context: SandboxContext, options: MailOptions): Promise<RunningMail> {
  const { accounts, ports = {} } = options;
  const boxes = await Promise.all(accounts.map((a) => startMailbox(context, a, ports.imap?.[a.address])));
  const byAddress = new Map(boxes.map((box) => [box.address, box]));
  const delivered = new Map<string, DeliveredMail[]>(accounts.map(({ address }) => [address, []]));
  const deliver = (mail: Accepted) => deliverToAll(mail, byAddress, delivered, options.onDelivered);
  const common = { context, accounts, deliver };
  const submission = await startSmtp({ ...common, outside: false, port: ports.smtp ?? 0 });
  const outside = await startSmtp({ ...common, outside: true, port: ports.outside ?? 0 });
  const entrances = { smtpUrl: submission.url, outsideUrl: outside.url };
  const page = await startPage(ports.page ?? 0, {
    addresses: accounts.map(({ address }) => address),
    received: (address) => delivered.get(address) ?? [],
    folderOf: (address, mail) => boxOf(byAddress, address).folderOf(mail.raw),
    send: (mail) => writeMail(context, accounts, entrances, mail),
  });
  return {
    url: submission.url,
    ...entrances,
    pageUrl: page.url,
    imapUrl: (address) => boxOf(byAddress, address).url,
    received: async (address) => delivered.get(address) ?? [],
    count: (address, path) => boxOf(byAddress, address).folder(path).length,
    folder: (address, path) => Promise.all(boxOf(byAddress, address).folder(path).map(readDelivered)),
    async close() {
      await Promise.all([page, submission, outside, ...boxes].map((server) => server.close()));
    },
  };
}

function startPage(port: number, deps: PageDeps): Promise<RunningServer> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: pageRoutes(deps).fetch, hostname: '127.0.0.1', port }, (address) => {
      resolve({ url: `http://127.0.0.1:${address.port}/`, close: () => closePage(server) });
    }) as Server;
    server.once('error', reject);
  });
}

function closePage(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function boxOf(boxes: ReadonlyMap<string, Mailbox>, address: string): Mailbox {
  const box = boxes.get(address);
  if (!box) throw new Error(`no mailbox ${address}`);
  return box;
}

async function deliverToAll(
  mail: Accepted,
  boxes: ReadonlyMap<string, Mailbox>,
  delivered: ReadonlyMap<string, DeliveredMail[]>,
  onDelivered: MailOptions['onDelivered'],
): Promise<void> {
  for (const to of mail.to) {
    const box = boxOf(boxes, withoutPlus(to));
    const raw = stamp(mail.raw, { from: mail.from, to, ...(mail.account ? { account: mail.account } : {}) });
    const seen = await readDelivered(raw);
    box.deliver(raw);
    delivered.get(box.address)?.push(seen);
    onDelivered?.(box.address, seen);
  }
}

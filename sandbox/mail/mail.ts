/*
 * A mail system: submission over TLS for accounts, a second port for the outside world, and IMAP with IDLE, MOVE and
 * UIDPLUS for each mailbox. Imitates what Berth sees of Postfix and Dovecot behind a DMARC-checking MX.
 *
 * Laxer than the real thing: no greylisting, no rate limits, DMARC is decided by who submitted (no DNS, no DKIM), a
 * second connection sees flags late, IDLE notifications may come between commands. Stricter: unknown and foreign
 * recipients are refused at RCPT, so this server never makes bounces itself; an account may not write as another.
 * Mailboxes live in memory.
 */
import { simpleParser } from 'mailparser';
import type { RunningServer, SandboxContext } from '../kit/context.ts';
import { withoutPlus } from './headers.ts';
import { type MailAccount, type Mailbox, startMailbox } from './mailbox.ts';
import { type Accepted, startSmtp } from './smtp.ts';
import { stamp } from './stamp.ts';

export type { MailAccount } from './mailbox.ts';
export { AUTHSERV_ID } from './stamp.ts';

/** A mail as it lies in a mailbox. */
export interface DeliveredMail {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly messageId: string;
  readonly raw: string;
}

export interface MailOptions {
  readonly accounts: readonly MailAccount[];
  /** Fixed ports; free ones where absent. `imap` is by address. */
  readonly ports?: {
    readonly smtp?: number;
    readonly outside?: number;
    readonly imap?: Readonly<Record<string, number>>;
  };
  /** Called after each delivery. */
  readonly onDelivered?: (address: string, mail: DeliveredMail) => void;
}

export interface RunningMail extends RunningServer {
  /** Submission, TLS from the first byte; each account sends as itself. */
  readonly smtpUrl: string;
  /** Port 25 of the MX: nobody is proven here. */
  readonly outsideUrl: string;
  /** @throws Error for an address without a mailbox. */
  imapUrl(address: string): string;
  /** Everything delivered to this address since the start, wherever it was filed. */
  received(address: string): readonly DeliveredMail[];
  /** How many mails lie in a folder now. */
  count(address: string, path: string): number;
  /** What lies in a folder now. */
  folder(address: string, path: string): Promise<DeliveredMail[]>;
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
  return {
    url: submission.url,
    smtpUrl: submission.url,
    outsideUrl: outside.url,
    imapUrl: (address) => boxOf(byAddress, address).url,
    received: (address) => delivered.get(address) ?? [],
    count: (address, path) => boxOf(byAddress, address).folder(path).length,
    folder: (address, path) => Promise.all(boxOf(byAddress, address).folder(path).map(readDelivered)),
    async close() {
      await Promise.all([submission.close(), outside.close(), ...boxes.map((box) => box.close())]);
    },
  };
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

/** What a mail program would show; nothing but the source for what none can read. */
async function readDelivered(raw: Buffer): Promise<DeliveredMail> {
  const source = raw.toString('latin1');
  const mail = await simpleParser(raw, { skipTextToHtml: true, skipImageLinks: true }).catch(() => undefined);
  const to = mail?.to ? [mail.to].flat() : [];
  return {
    from: mail?.from?.text ?? '',
    to: to.map((address) => address.text).join(', '),
    subject: mail?.subject ?? '',
    text: mail?.text ?? '',
    messageId: mail?.messageId ?? '',
    raw: source,
  };
}

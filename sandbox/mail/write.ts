import { createTransport } from 'nodemailer';
import type { SandboxContext } from '../kit/context.ts';
import type { MailAccount } from './mailbox.ts';
import type { WrittenMail } from './page.ts';

/** Where mail goes in: submission for accounts, the outside port for everybody else. */
export interface Entrances {
  readonly smtpUrl: string;
  readonly outsideUrl: string;
}

/** Sends a mail through SMTP as its sender would. @throws Error with the server's refusal. */
export async function writeMail(
  context: SandboxContext,
  accounts: readonly MailAccount[],
  { smtpUrl, outsideUrl }: Entrances,
  mail: WrittenMail,
): Promise<void> {
  const account = accounts.find(({ address }) => address === mail.from);
  const transport = account
    ? createTransport({
        url: smtpUrl,
        auth: { user: account.address, pass: account.password },
        tls: { ca: context.tls.cert },
      })
    : createTransport({ url: outsideUrl, ignoreTLS: true });
  const { inReplyTo, ...written } = mail;
  try {
    await transport.sendMail({ ...written, ...(inReplyTo ? { inReplyTo, references: inReplyTo } : {}) });
  } finally {
    transport.close();
  }
}

import { createHash } from 'node:crypto';
import type { MailAttachment } from '../../clients/smtp.ts';
import { messageId } from '../../domain/naming.ts';
import { requestUrl } from '../../domain/page-url.ts';
import type { MailOrder } from '../contracts.ts';
import { asFailure } from './as-failure.ts';
import type { NotificationDeps } from './deps.ts';

/** What a mail has beside the data of its order. */
interface Beside {
  /** The link of whoever reads it, which stands in the mail and nowhere else. */
  readonly personal?: string;
  readonly attachment?: MailAttachment;
}

/** Sends one mail. What is beside it does not make it another one: its Message-ID is that of the order. */
export async function sendMail(
  { config, smtp, mails }: NotificationDeps,
  order: MailOrder,
  { personal, attachment }: Beside = {},
): Promise<void> {
  const { reference, what, to, inReplyTo, data } = order;
  const links = { request: requestUrl(config, reference), ...(personal ? { personal } : {}) };
  const told = attachment ? { ...data, attachment: attachment.filename } : data;
  const mail = {
    ...mails.render(what, reference, told, links),
    ...(attachment ? { attachments: [attachment] } : {}),
    to,
    messageId: messageId(reference, `${what}.${fingerprint(order)}`, domainOf(config.smtp.from)),
    ...(inReplyTo ? { inReplyTo } : {}),
  };
  await smtp.send(mail).catch(asFailure);
}

/** Tells apart what one request says to several people, or at several times; the same on every attempt. */
function fingerprint({ to, data }: MailOrder): string {
  return createHash('sha256')
    .update(JSON.stringify([to, data]))
    .digest('hex')
    .slice(0, 10);
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);

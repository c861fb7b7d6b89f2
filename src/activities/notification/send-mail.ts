import { createHash } from 'node:crypto';
import { messageId } from '../../domain/naming.ts';
import { requestUrl } from '../../domain/page-url.ts';
import type { MailOrder } from '../contracts.ts';
import { asFailure } from './as-failure.ts';
import type { NotificationDeps } from './deps.ts';

/** Sends one mail; `personal` is the link of whoever reads it, which stands in the mail and nowhere else. */
export async function sendMail(
  { config, smtp, mails }: NotificationDeps,
  order: MailOrder,
  personal?: string,
): Promise<void> {
  const { reference, what, to, inReplyTo, data } = order;
  const links = { request: requestUrl(config, reference), ...(personal ? { personal } : {}) };
  const mail = {
    ...mails.render(what, reference, data, links),
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

import { log } from '@temporalio/activity';
import { referenceOf } from '../../domain/reference.ts';
import type { Sender } from '../../intake/mail-to-request.ts';
import type { MailOrder } from '../contracts.ts';

/** Tells a sender why their mail was not taken; never fails the reading of the mailbox. */
export type Notify = (sender: Sender, reason: string) => Promise<void>;

const PAUSE_MS = 3_600_000;

/**
 * At most one notice per sender and hour, counted in this process, and only to proven senders: a notice to a forged
 * address would hit somebody who wrote nothing.
 */
export function createNotices(send: (order: MailOrder) => Promise<void>): Notify {
  const last = new Map<string, number>();
  return async (sender, reason) => {
    const now = Date.now();
    for (const [mail, at] of last) if (now - at > PAUSE_MS) last.delete(mail);
    if (sender.proof !== 'proven' || last.has(sender.mail)) return;
    last.set(sender.mail, now);
    await send(noticeFor(sender, reason)).catch((error: unknown) => {
      log.warn('A notice could not be sent', { to: sender.mail, error: (error as Error).message });
    });
  };
}

function noticeFor(sender: Sender, reason: string): MailOrder {
  return {
    reference: referenceOf(sender.key),
    what: 'refused',
    to: sender.mail,
    ...(sender.messageId ? { inReplyTo: sender.messageId } : {}),
    data: { reason },
  };
}

import { log } from '@temporalio/activity';
import { floodReason, type TakenMail, withinDay } from '../../domain/flood.ts';
import { FOLDERS } from '../../domain/mail-folders.ts';
import { referenceOf } from '../../domain/reference.ts';
import type { MailOutcome } from '../../intake/mail-to-request.ts';
import type { Filing } from './carry-out.ts';

/** Counts unproven mails and says which are too many. */
export interface FloodGate {
  /** Where a mail goes that is too many; undefined when it may be taken in, which then counts. */
  hold(mail: MailOutcome): Filing | undefined;
  /** What was taken in within the last day, for whoever reads the mailbox next. */
  taken(): TakenMail[];
}

/** @param before what earlier readers took in. */
export function createFloodGate(before: readonly TakenMail[]): FloodGate {
  let taken = [...before];
  return {
    hold(mail) {
      const counted = countedAs(mail);
      if (!counted) return undefined;
      const now = new Date();
      const reason = floodReason(taken, counted, now);
      if (reason === undefined) {
        const others = withinDay(taken, now).filter((earlier) => earlier.mail !== counted.mail);
        taken = [...others, { ...counted, at: now.toISOString() }];
        return undefined;
      }
      log.warn(`A mail is held in ${FOLDERS.held}`, { from: counted.from, reason });
      return { folder: FOLDERS.held, count: `held: ${reason}` };
    },
    taken: () => withinDay(taken, new Date()),
  };
}

/** What would start or reach a request without anybody having proven who wrote it. */
function countedAs(mail: MailOutcome): Omit<TakenMail, 'at'> | undefined {
  if (mail.outcome === 'request' && mail.start.senderProof === 'unproven') {
    return { mail: referenceOf(mail.start.source.key), from: mail.start.draft.requester };
  }
  if (mail.outcome === 'reply' && mail.sender.proof === 'unproven') {
    return { mail: referenceOf(mail.sender.key), from: mail.sender.mail };
  }
  return undefined;
}

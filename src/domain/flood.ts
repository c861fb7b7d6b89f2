/*
 * Anybody can send any number of mails in any name. Each that is not proven would start a request that waits for a
 * confirmation, or add to one; beyond these numbers it is held instead, where an operator finds it.
 */

import { DAY_MS } from './duration.ts';

/** Mails without proof of their sender that a mailbox takes in within 24 hours. */
export const UNPROVEN_A_DAY = { perSender: 10, perMailbox: 100 } as const;

/** An unproven mail that was taken in. */
export interface TakenMail {
  /** Reference of its intake key: the same on every reading, so that no mail counts twice. */
  readonly mail: string;
  readonly from: string;
  /** ISO 8601. */
  readonly at: string;
}

/** Of the mails taken in, those that still count. */
export function withinDay(taken: readonly TakenMail[], now: Date): TakenMail[] {
  return taken.filter(({ at }) => now.getTime() - Date.parse(at) < DAY_MS);
}

/** Why a mail is held, for operators; undefined when it may be taken in. */
export function floodReason(
  taken: readonly TakenMail[],
  { mail, from }: Omit<TakenMail, 'at'>,
  now: Date,
): string | undefined {
  const counted = withinDay(taken, now);
  if (counted.some((earlier) => earlier.mail === mail)) return undefined;
  const { perSender, perMailbox } = UNPROVEN_A_DAY;
  if (counted.filter((earlier) => earlier.from === from).length >= perSender) {
    return `more than ${perSender} unproven mails from ${from} in 24 hours`;
  }
  if (counted.length >= perMailbox) return `more than ${perMailbox} unproven mails in 24 hours`;
  return undefined;
}

import { DAY_MS } from '../domain/duration.ts';
import type { RequestInput, SenderProof } from '../domain/request.ts';
import type { Bounce } from './bounce.ts';
import { classify, type IgnoreReason, type OurMail } from './classify.ts';
import { type Mail, readMail } from './message.ts';
import { parseForm } from './parse-form.ts';
import { type Reply, readReply } from './reply.ts';
import { proveSender, type SenderRules } from './sender.ts';
import { findThread, type Thread } from './thread.ts';
import { NOT_IN_TITLES } from './title.ts';

/** A message as it came from the mailbox. */
export interface RawMail {
  /** Name of the mailbox in the configuration. */
  readonly mailbox: string;
  /** The source; only its beginning when `size` is above the limit. */
  readonly raw: Buffer;
  /** Bytes of the whole message. */
  readonly size: number;
  readonly receivedAt: Date;
}

export interface MailRules extends SenderRules {
  readonly ours: OurMail;
}

/** What a mail is to us; exactly one of these, whatever it contains. */
export type MailOutcome =
  | { readonly outcome: 'request'; readonly start: Omit<RequestInput, 'reference'> }
  | { readonly outcome: 'preview'; readonly start: Omit<RequestInput, 'reference'> }
  | ({ readonly outcome: 'reply'; readonly thread: Thread; readonly sender: Sender } & Reply)
  | ({ readonly outcome: 'bounce' } & Bounce)
  | { readonly outcome: 'ignore'; readonly reason: IgnoreReason }
  | { readonly outcome: 'quarantine'; readonly reason: QuarantineReason; readonly notify?: Sender };

export type QuarantineReason = 'unreadable' | 'too-large' | 'too-old' | 'sender' | 'empty' | 'preview-unproven';

/** Who wrote, and how to answer them. */
export interface Sender {
  readonly mail: string;
  readonly proof: SenderProof;
  readonly messageId?: string;
  /** Intake key of the mail: the same on every reading. */
  readonly key: string;
}

/** Above this only the beginning of a mail is read. Forms are small; pictures in signatures are not. */
export const MAX_MAIL_BYTES = 10 * 1024 * 1024;
/** How much of an oversized mail is read to tell its sender. */
export const OVERSIZE_HEAD_BYTES = 65_536;
/** Temporal forgets closed requests after this: an older mail could start its request a second time. */
const MAX_AGE_DAYS = 365;

/** Sorts a mail and reads what it asks for. Never throws for what a mail contains. */
export async function mailToRequest(input: RawMail, rules: MailRules, now: Date): Promise<MailOutcome> {
  const mail = await readMail(input.raw).catch(() => undefined);
  if (!mail) return { outcome: 'quarantine', reason: 'unreadable' };
  const sorted = classify(mail, rules.ours);
  if (sorted.kind === 'bounce') {
    const { kind: _, ...bounce } = sorted;
    return { outcome: 'bounce', ...bounce };
  }
  if (sorted.kind === 'ignore') return { outcome: 'ignore', reason: sorted.reason };
  if (sorted.kind === 'quarantine' && sorted.reason === 'sender') return { outcome: 'quarantine', reason: 'sender' };
  const sender = await senderOf(mail, input, rules);
  if (input.size > MAX_MAIL_BYTES) return { outcome: 'quarantine', reason: 'too-large', notify: sender };
  if (sorted.kind === 'quarantine') return { outcome: 'quarantine', reason: sorted.reason, notify: sender };
  if (now.getTime() - input.receivedAt.getTime() > MAX_AGE_DAYS * DAY_MS) {
    return { outcome: 'quarantine', reason: 'too-old' };
  }
  const thread = findThread(mail, rules.ours.domain);
  if (thread) return { outcome: 'reply', thread, sender, ...readReply(mail.text) };
  return requestOutcome(mail, input, sender);
}

function requestOutcome(mail: Mail, input: RawMail, sender: Sender): MailOutcome {
  const { draft, preview } = parseForm(mail.text);
  const title = draft.title ?? titleOf(mail.subject);
  const start = {
    source: {
      channel: 'mail',
      key: sender.key,
      ...(sender.messageId ? { messageId: sender.messageId } : {}),
      receivedAt: input.receivedAt.toISOString(),
    },
    senderProof: sender.proof,
    draft: { requester: sender.mail, ...draft, ...(title ? { title } : {}) },
  } as const;
  if (!preview) return { outcome: 'request', start };
  // An answer to an address nobody proved could go to somebody who never asked.
  if (sender.proof !== 'proven') return { outcome: 'quarantine', reason: 'preview-unproven' };
  return { outcome: 'preview', start };
}

async function senderOf(mail: Mail, input: RawMail, rules: SenderRules): Promise<Sender> {
  return {
    mail: mail.from[0] ?? '',
    proof: await proveSender(mail, input.raw, rules),
    ...(mail.messageId ? { messageId: mail.messageId } : {}),
    key: `${input.mailbox}:${mail.messageId ?? mail.fingerprint}`,
  };
}

/** `Re: New project: Payments` is about `Payments`; nobody has to mend a subject because it serves as title. */
function titleOf(subject: string): string {
  return subject
    .replace(/^(\s*(re|aw|fwd?|wg|new project)\s*:)+/i, '')
    .replace(NOT_IN_TITLES, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[^\p{L}\p{N}]+/u, '')
    .slice(0, 100)
    .trim();
}

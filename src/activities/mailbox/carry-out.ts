import { FOLDERS } from '../../domain/mail-folders.ts';
import type { RequestInput } from '../../domain/request.ts';
import type { MailOutcome, QuarantineReason } from '../../intake/mail-to-request.ts';
import { startRequest } from '../../intake/start.ts';
import type { AnswerDeps } from './answer.ts';
import type { Notify } from './notices.ts';
import { relayBounce, relayReply } from './relay.ts';

/** Where a mail goes after its effect, and under what it is counted. */
export interface Filing {
  readonly folder: (typeof FOLDERS)[keyof typeof FOLDERS];
  /** e.g. `request`, `ignored: automatic`. */
  readonly count: string;
}

export interface CarryOutDeps extends AnswerDeps {
  readonly notify: Notify;
  /** Answers with what the request would be, without starting it. Idempotent by the intake key. */
  sendPreview(start: Omit<RequestInput, 'reference'>): Promise<void>;
}

const processed = (count: string): Filing => ({ folder: FOLDERS.processed, count });
const ignored = (reason: string): Filing => ({ folder: FOLDERS.ignored, count: `ignored: ${reason}` });
export const rejected = (reason: string): Filing => ({ folder: FOLDERS.rejected, count: `rejected: ${reason}` });

/** What a refused sender is told; reasons not named here are told to nobody. */
const REFUSALS: Partial<Record<QuarantineReason, string>> = {
  empty: 'Your mail has no text. Please write what you need into the mail itself; attachments are not read.',
  'too-large': 'Your mail is larger than Berth reads. Please send it again without attachments.',
};

/** Does what a mail asks for. Every effect may be repeated: a crash before the mail is filed does it again. */
export async function carryOut(deps: CarryOutDeps, mail: MailOutcome): Promise<Filing> {
  switch (mail.outcome) {
    case 'request':
      return processed((await startRequest(deps.client, mail.start)).already ? 'duplicate' : 'request');
    case 'preview':
      await deps.sendPreview(mail.start);
      return processed('preview');
    case 'reply':
      return carryOutReply(deps, mail);
    case 'bounce':
      return (await relayBounce(deps.client, mail)) === 'relayed' ? processed('bounce') : ignored('request-closed');
    case 'ignore':
      return ignored(mail.reason);
    case 'quarantine':
      return quarantine(deps, mail);
  }
  return mail satisfies never;
}

async function quarantine(deps: CarryOutDeps, mail: Extract<MailOutcome, { outcome: 'quarantine' }>): Promise<Filing> {
  const refusal = REFUSALS[mail.reason];
  if (mail.notify && refusal) await deps.notify(mail.notify, refusal);
  return rejected(mail.reason);
}

async function carryOutReply(deps: CarryOutDeps, mail: Extract<MailOutcome, { outcome: 'reply' }>): Promise<Filing> {
  const relayed = await relayReply(deps, mail);
  if (relayed === 'relayed') return processed('reply');
  if (relayed === 'stranger') return rejected('stranger');
  const { reference } = mail.thread;
  await deps.notify(mail.sender, `${reference} is closed. For something new, please write a new mail, not a reply.`);
  return ignored('request-closed');
}

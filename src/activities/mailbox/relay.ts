import type { Client } from '@temporalio/client';
import { describeRunning, signalRunning } from '../../clients/temporal.ts';
import { requestWorkflowId } from '../../domain/naming.ts';
import type { RequestStatus } from '../../domain/status.ts';
import type { MailOutcome } from '../../intake/mail-to-request.ts';
import { deliveryFailedSignal, mailReplySignal, STATUS_MEMO } from '../../workflows/messages.ts';
import { type AnswerDeps, carryOutAnswer, idOf } from './answer.ts';

type ReplyOutcome = Extract<MailOutcome, { outcome: 'reply' }>;
type BounceOutcome = Extract<MailOutcome, { outcome: 'bounce' }>;

/** `closed`: no open request of this reference; `stranger`: the sender takes no part in it. */
export type Relayed = 'relayed' | 'closed' | 'stranger';

/**
 * Hands a reply to its request. A command or an answer counts only from a proven sender who takes part in the request, and so
 * does a subject tag, which anybody can type; the text of anybody else is shown as what it is: words of an unproven sender.
 */
export async function relayReply(deps: AnswerDeps, reply: ReplyOutcome): Promise<Relayed> {
  const { client } = deps;
  const id = requestWorkflowId(reply.thread.reference);
  const running = await describeRunning(client, id);
  if (!running) return 'closed';
  const status = running.memo?.[STATUS_MEMO] as RequestStatus | undefined;
  const isProven = reply.sender.proof === 'proven';
  const trusted = isProven && participantsOf(status).includes(reply.sender.mail);
  if (!trusted && reply.thread.by === 'subject') return 'stranger';
  const from = isProven ? reply.sender.mail : `${reply.sender.mail} (unproven)`;
  const command = trusted && reply.command ? { command: reply.command } : {};
  if (trusted && status && !reply.command && reply.sender.mail === status.requester.toLowerCase()) {
    await carryOutAnswer(deps, reply, status);
  }
  return relayed(
    await signalRunning(client, id, mailReplySignal, { id: idOf(reply), from, text: reply.text, ...command }),
  );
}

export async function relayBounce(client: Client, { reference, what, to, reason }: BounceOutcome): Promise<Relayed> {
  return relayed(await signalRunning(client, requestWorkflowId(reference), deliveryFailedSignal, { what, to, reason }));
}

/** Mail addresses of those who take part in a request. */
function participantsOf(status: RequestStatus | undefined): string[] {
  const { lead, members = [] } = status?.request ?? {};
  return [status?.requester, lead, ...members].flatMap((mail) => (mail ? [mail.toLowerCase()] : []));
}

const relayed = (isOpen: boolean): Relayed => (isOpen ? 'relayed' : 'closed');

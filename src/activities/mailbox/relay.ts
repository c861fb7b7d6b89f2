import type { Client } from '@temporalio/client';
import { describeRunning, signalRunning } from '../../clients/temporal.ts';
import { requestWorkflowId } from '../../domain/naming.ts';
import type { RequestStatus } from '../../domain/status.ts';
import type { MailOutcome } from '../../intake/mail-to-request.ts';
import { deliveryFailedSignal, mailReplySignal, STATUS_MEMO } from '../../workflows/messages.ts';

type ReplyOutcome = Extract<MailOutcome, { outcome: 'reply' }>;
type BounceOutcome = Extract<MailOutcome, { outcome: 'bounce' }>;

/** `closed`: no open request of this reference; `stranger`: the sender takes no part in it. */
export type Relayed = 'relayed' | 'closed' | 'stranger';

/**
 * Hands a reply to its request. A command counts only from a proven sender who takes part in the request, and so does
 * a subject tag, which anybody can type; the text of anybody else is shown as what it is: words of an unproven sender.
 */
export async function relayReply(client: Client, reply: ReplyOutcome): Promise<Relayed> {
  const participants = await participantsOf(client, reply.thread.reference);
  if (!participants) return 'closed';
  const trusted = reply.sender.proof === 'proven' && participants.includes(reply.sender.mail);
  if (!trusted && reply.thread.by === 'subject') return 'stranger';
  const from = reply.sender.proof === 'proven' ? reply.sender.mail : `${reply.sender.mail} (unproven)`;
  const command = trusted && reply.command ? { command: reply.command } : {};
  const id = requestWorkflowId(reply.thread.reference);
  return relayed(await signalRunning(client, id, mailReplySignal, { from, text: reply.text, ...command }));
}

export async function relayBounce(client: Client, { reference, what, to, reason }: BounceOutcome): Promise<Relayed> {
  return relayed(await signalRunning(client, requestWorkflowId(reference), deliveryFailedSignal, { what, to, reason }));
}

/** Mail addresses of those who take part in an open request; undefined when there is none. */
async function participantsOf(client: Client, reference: string): Promise<string[] | undefined> {
  const running = await describeRunning(client, requestWorkflowId(reference));
  if (!running) return undefined;
  const status = running.memo?.[STATUS_MEMO] as RequestStatus | undefined;
  const { lead, members = [] } = status?.request ?? {};
  return [status?.requester, lead, ...members].flatMap((mail) => (mail ? [mail.toLowerCase()] : []));
}

const relayed = (isOpen: boolean): Relayed => (isOpen ? 'relayed' : 'closed');

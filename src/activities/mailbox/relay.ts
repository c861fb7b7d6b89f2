import { type Client, WorkflowNotFoundError } from '@temporalio/client';
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
  return signalOpen(() =>
    handleOf(client, reply.thread.reference).signal(mailReplySignal, { from, text: reply.text, ...command }),
  );
}

export function relayBounce(client: Client, { reference, what, to, reason }: BounceOutcome): Promise<Relayed> {
  return signalOpen(() => handleOf(client, reference).signal(deliveryFailedSignal, { what, to, reason }));
}

const handleOf = (client: Client, reference: string) => client.workflow.getHandle(requestWorkflowId(reference));

/** Mail addresses of those who take part in an open request; undefined when there is none. */
async function participantsOf(client: Client, reference: string): Promise<string[] | undefined> {
  const description = await absentAsUndefined(() => handleOf(client, reference).describe());
  if (description?.status.name !== 'RUNNING') return undefined;
  const status = description.memo?.[STATUS_MEMO] as RequestStatus | undefined;
  const { lead, members = [] } = status?.request ?? {};
  return [status?.requester, lead, ...members].flatMap((mail) => (mail ? [mail.toLowerCase()] : []));
}

async function signalOpen(signal: () => Promise<void>): Promise<Relayed> {
  const sent = await absentAsUndefined(() => signal().then(() => true));
  return sent ? 'relayed' : 'closed';
}

async function absentAsUndefined<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}

/* Answers by mail to what a request asks of its requester: done as the API would do it, by the same updates. */

import { createHash } from 'node:crypto';
import { log } from '@temporalio/activity';
import { type Client, WorkflowUpdateFailedError } from '@temporalio/client';
import { unlessGone } from '../../clients/temporal.ts';
import { requestWorkflowId } from '../../domain/naming.ts';
import { problemLine } from '../../domain/problem-text.ts';
import type { Problem } from '../../domain/request.ts';
import type { RequestStatus } from '../../domain/status.ts';
import { completedDraft, isComplete, readSelection } from '../../intake/answer.ts';
import type { MailOutcome } from '../../intake/mail-to-request.ts';
import { type ActedBy, completeTaskUpdate, selectUpdate } from '../../workflows/messages.ts';
import type { MailOrder } from '../contracts.ts';

type ReplyOutcome = Extract<MailOutcome, { outcome: 'reply' }>;

export interface AnswerDeps {
  readonly client: Client;
  findPerson(by: { mail: string }): Promise<{ readonly id: string } | null>;
  /** Tells whoever answered what could not be taken. */
  sendNotice(order: MailOrder): Promise<void>;
}

/**
 * Does what an answer says, when the request asks its requester for it and the form in it can be taken; what cannot be, its
 * sender is told. The sender is proven to be the requester. Doing it again changes nothing.
 */
export async function carryOutAnswer(deps: AnswerDeps, reply: ReplyOutcome, status: RequestStatus): Promise<void> {
  if (status.task?.id === 'selection') await answerSelection(deps, reply, status);
  if (status.task?.id === 'triage') await answerTriage(deps, reply, status);
}

async function answerSelection(deps: AnswerDeps, reply: ReplyOutcome, { request }: RequestStatus): Promise<void> {
  const read = readSelection(reply.text);
  if (!read || !request) return;
  if ('problems' in read) return refuse(deps, reply, read.problems, request);
  const by: ActedBy = { person: request.requesterId, channel: 'mail' };
  await unlessRefused(() =>
    handleOf(deps, reply).executeUpdate(selectUpdate, {
      args: [{ ...by, selection: read.selection }],
      updateId: idOf(reply),
    }),
  );
}

/** What still is no whole request stays with support, who read the answer beside it. */
async function answerTriage(deps: AnswerDeps, reply: ReplyOutcome, { task }: RequestStatus): Promise<void> {
  const draft = task?.draft && completedDraft(task.draft, reply.text);
  if (!draft || !isComplete(draft)) return;
  const person = await deps.findPerson({ mail: reply.sender.mail });
  if (!person) return;
  await unlessRefused(() =>
    handleOf(deps, reply).executeUpdate(completeTaskUpdate, {
      args: [{ person: person.id, channel: 'mail', task: 'triage', draft }],
      updateId: idOf(reply),
    }),
  );
}

async function refuse(
  { sendNotice }: AnswerDeps,
  { sender, thread }: ReplyOutcome,
  problems: readonly Problem[],
  { project, title }: { readonly project: string; readonly title: string },
): Promise<void> {
  const lines = problems.map(problemLine);
  const order: MailOrder = {
    reference: thread.reference,
    what: 'not-understood',
    to: sender.mail,
    ...(sender.messageId ? { inReplyTo: sender.messageId } : {}),
    data: { project, title, problems: lines },
  };
  await sendNotice(order).catch((error: unknown) => {
    log.warn('Nobody could be told that an answer was not taken', { error: (error as Error).message });
  });
}

const handleOf = ({ client }: AnswerDeps, { thread }: ReplyOutcome) =>
  client.workflow.getHandle(requestWorkflowId(thread.reference));

/** The same for a mail that is read twice. */
export const idOf = ({ sender }: ReplyOutcome): string =>
  `mail-${createHash('sha256').update(sender.key).digest('hex').slice(0, 32)}`;

/** A request that asks for it no more, or has ended, has the answer as what was said. */
async function unlessRefused(update: () => Promise<void>): Promise<void> {
  try {
    await unlessGone(update);
  } catch (error) {
    if (!(error instanceof WorkflowUpdateFailedError)) throw error;
  }
}

/*
 * Telling people. A message never holds the request: it goes out beside the main line, and whether it arrived is
 * recorded where everybody sees it.
 */
import { isCancellation } from '@temporalio/workflow';
import type { MailOrder } from '../activities/contracts.ts';
import type { MailTemplate } from '../domain/mail-message.ts';
import type { Delivery } from '../domain/status.ts';
import { failureOf } from './failure-of.ts';
import { notifications } from './gateways.ts';
import type { Lifecycle } from './lifecycle.ts';
import { publish, transition } from './transitions.ts';

type Recorded = Omit<Delivery, 'outcome' | 'note'>;

/** Delivers and records; never throws but for a cancellation. */
export async function deliver(life: Lifecycle, delivery: Recorded, send: () => Promise<unknown>): Promise<void> {
  try {
    await send();
    record(life, { ...delivery, outcome: 'sent' });
  } catch (error) {
    if (isCancellation(error)) throw error;
    record(life, { ...delivery, outcome: 'failed', note: failureOf(error).message });
  }
}

function record(life: Lifecycle, delivery: Delivery): void {
  const text =
    delivery.outcome === 'failed' ? `Could not tell ${delivery.to} (${delivery.what}): ${delivery.note}` : undefined;
  transition(life, { deliveries: [...life.status.deliveries, delivery] }, text);
  // The next wait may be long: whoever knows another way to tell them sees it now.
  if (delivery.outcome === 'failed') publish(life);
}

/** Mails somebody about this request. */
export function mail(life: Lifecycle, what: MailTemplate, to: string, data: MailOrder['data']): Promise<void> {
  const { messageId } = life.input.source;
  const thread = to === life.status.requester && messageId ? { inReplyTo: messageId } : {};
  const order = { reference: life.input.reference, what, to, data: { ...projectOf(life), ...data }, ...thread };
  return deliver(life, { channel: 'mail', to, what }, () => notifications.sendMail(order));
}

/**
 * True once we may answer the requester by ourselves: whoever wrote is proven, or is a valid request's requester.
 * Anybody may put any address into a mail.
 */
export const mayAnswer = (life: Lifecycle): boolean =>
  life.input.senderProof === 'proven' || life.inbox.confirmedBy !== undefined || life.status.request !== null;

/** Announces in the team's channel, and to people by direct message. */
export async function announce(
  life: Lifecycle,
  what: string,
  text: string,
  people: readonly string[] = [],
): Promise<void> {
  const order = { reference: life.input.reference, what, text, people };
  const all = ['channel', ...people];
  try {
    const problems = await notifications.announceInSlack(order);
    for (const to of all) recordSlack(life, what, to, problems.find((problem) => problem.to === to)?.problem);
  } catch (error) {
    if (isCancellation(error)) throw error;
    for (const to of all) recordSlack(life, what, to, failureOf(error).message);
  }
}

function recordSlack(life: Lifecycle, what: string, to: string, problem: string | undefined): void {
  const delivery = { channel: 'slack', to, what } as const;
  record(
    life,
    problem === undefined ? { ...delivery, outcome: 'sent' } : { ...delivery, outcome: 'failed', note: problem },
  );
}

/** Lets a message go out beside the main line; it is awaited before the request ends. */
export function beside(life: Lifecycle, message: Promise<void>): void {
  life.followUps.push(message.catch(() => undefined));
}

/** What every mail says. */
export function projectOf(life: Lifecycle): { readonly project: string; readonly title: string } {
  const { request } = life.status;
  return { project: request?.project ?? life.input.draft.project ?? '', title: request?.title ?? '' };
}

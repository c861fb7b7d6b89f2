/*
 * Telling people. A message never holds the request: it goes out beside the main line, and whether it arrived is
 * recorded where everybody sees it.
 */
import { isCancellation } from '@temporalio/workflow';
import type { MailOrder, MailTemplate } from '../activities/contracts.ts';
import type { Delivery } from '../domain/status.ts';
import { failureOf } from './failure-of.ts';
import { notifications } from './gateways.ts';
import type { Lifecycle } from './lifecycle.ts';
import { transition } from './transitions.ts';

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
}

/** Mails somebody about this request. */
export function mail(life: Lifecycle, what: MailTemplate, to: string, data: MailOrder['data']): Promise<void> {
  const { messageId } = life.input.source;
  const thread = to === life.status.requester && messageId ? { inReplyTo: messageId } : {};
  const order = { reference: life.input.reference, what, to, data: { ...commonData(life), ...data }, ...thread };
  return deliver(life, { channel: 'mail', to, what }, () => notifications.sendMail(order));
}

/** Announces in the team's channel. */
export function announce(life: Lifecycle, what: string, text: string): Promise<void> {
  const order = { reference: life.input.reference, what, text };
  return deliver(life, { channel: 'slack', to: 'channel', what }, () => notifications.announceInSlack(order));
}

/** Lets a message go out beside the main line; it is awaited before the request ends. */
export function beside(life: Lifecycle, message: Promise<void>): void {
  life.followUps.push(message.catch(() => undefined));
}

/** Tells the operators' channel and the requester that a person is needed. */
export function askForHelp(life: Lifecycle, problem: string): void {
  beside(
    life,
    announce(life, `needs-person-${life.timeline.length}`, `${life.input.reference} needs a person: ${problem}`),
  );
  beside(life, mail(life, 'needs-person', life.status.requester, { problem }));
}

function commonData(life: Lifecycle): MailOrder['data'] {
  const { request } = life.status;
  return { project: request?.project ?? life.input.draft.project ?? '', title: request?.title ?? '' };
}

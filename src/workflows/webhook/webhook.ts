/*
 * One webhook: it keeps what is to be posted, posts one event after the other, and tries again for about a day what could
 * not be. What was sent last is kept, so that it can be sent again. It is removed by terminating it.
 */
import {
  allHandlersFinished,
  condition,
  makeContinueAsNewFunc,
  setCurrentDetails,
  setHandler,
  upsertMemo,
  workflowInfo,
} from '@temporalio/workflow';
import {
  EMPTY_QUEUE,
  nextIn,
  type PostOutcome,
  type Queue,
  replayed,
  withEvents,
  withOutcome,
} from '../../domain/webhook/queue.ts';
import { ROTATION_MS, type Webhook, type WebhookDelivery } from '../../domain/webhook/webhook.ts';
import { failureOf } from '../failure-of.ts';
import { webhookPosts } from '../gateways.ts';
import {
  replayWebhookUpdate,
  rotateWebhookUpdate,
  WEBHOOK_MEMO,
  webhookDeliveriesQuery,
  webhookEventsSignal,
} from '../messages.ts';
import { tellOwner } from './tell-owner.ts';

/** All that one webhook's workflow knows. */
interface Desk {
  webhook: Webhook;
  queue: Queue;
  /** Counts what came in: a wait for the next try is then over. */
  news: number;
}

const now = () => new Date().toISOString();

/** @param queue what an earlier run left; nothing when it is the first. */
export async function webhook(opening: Webhook, queue: Queue = EMPTY_QUEUE): Promise<void> {
  const desk: Desk = { webhook: opening, queue, news: 0 };
  setHandlers(desk);
  while (!workflowInfo().continueAsNewSuggested) await sendOrWait(desk);
  await condition(allHandlersFinished);
  // Another run begins without a memo otherwise, and would be listed nowhere.
  const goOn = makeContinueAsNewFunc<typeof webhook>({ memo: { [WEBHOOK_MEMO]: desk.webhook } });
  await goOn(desk.webhook, desk.queue);
}

function setHandlers(desk: Desk): void {
  setHandler(webhookDeliveriesQuery, () => desk.queue.deliveries);
  setHandler(webhookEventsSignal, (events) => take(desk, withEvents(desk.queue, events, now())));
  setHandler(replayWebhookUpdate, (replay) => {
    const { queue, count } = replayed(desk.queue, replay, now());
    take(desk, queue);
    stand(desk, { status: 'active', problem: null });
    return count;
  });
  setHandler(rotateWebhookUpdate, () => {
    const formerUntil = new Date(Date.now() + ROTATION_MS).toISOString();
    stand(desk, { generation: desk.webhook.generation + 1, formerUntil });
    const { generation } = desk.webhook;
    return { generation, formerUntil };
  });
}

function take(desk: Desk, queue: Queue): void {
  desk.queue = queue;
  desk.news += 1;
  stand(desk, { lost: queue.lost });
}

async function sendOrWait(desk: Desk): Promise<void> {
  const next = desk.webhook.status === 'disabled' ? undefined : nextIn(desk.queue);
  const pause = next ? Date.parse(next.at) - Date.now() : Number.POSITIVE_INFINITY;
  if (next && pause <= 0) return send(desk, next);
  const { news } = desk;
  const isOther = () => desk.news !== news || workflowInfo().continueAsNewSuggested;
  await (next ? condition(isOther, pause) : condition(isOther));
}

async function send(desk: Desk, { event }: WebhookDelivery): Promise<void> {
  const { status } = desk.webhook;
  const outcome = await post(desk, event);
  desk.queue = withOutcome(desk.queue, event.id, outcome, now(), Math.random());
  stand(desk, standingAfter(desk, event.id, outcome));
  if (desk.webhook.status !== status && desk.webhook.problem !== null) await tellOwner(desk.webhook);
}

/** A worker that died on the way is a try that failed: the receiver may have it, and drops the next by its id. */
async function post({ webhook: target }: Desk, event: WebhookDelivery['event']): Promise<PostOutcome> {
  const { id, url, generation, formerUntil } = target;
  try {
    return await webhookPosts.postToWebhook({ webhook: { id, url, generation, formerUntil }, event });
  } catch (error) {
    return { outcome: 'failed', problem: failureOf(error).message };
  }
}

/** Whoever answers again is active again; one try that failed says nothing yet. */
function standingAfter(
  { queue }: Desk,
  id: string,
  outcome: PostOutcome,
): Partial<Pick<Webhook, 'status' | 'problem'>> {
  if (outcome.outcome === 'delivered') return { status: 'active', problem: null };
  if (outcome.outcome === 'gone') return { status: 'disabled', problem: outcome.problem };
  const isGivenUp = queue.deliveries.some(({ event, state }) => event.id === id && state === 'given-up');
  return isGivenUp ? { status: 'failing', problem: outcome.problem } : {};
}

/** Shows it, where anything has changed: each time costs history. */
function stand(desk: Desk, change: Partial<Webhook>): void {
  const before = desk.webhook;
  desk.webhook = { ...before, ...change };
  if (JSON.stringify(before) === JSON.stringify(desk.webhook)) return;
  upsertMemo({ [WEBHOOK_MEMO]: desk.webhook });
  const { url, status, problem } = desk.webhook;
  setCurrentDetails(`Posts to ${new URL(url).origin}: **${status}**${problem === null ? '' : ` (${problem})`}`);
}

/* What of its events a webhook still has to be sent, and what it keeps to be sent again: pure rules. Times are ISO 8601. */
import { compare } from '../compare.ts';
import { UNIT_MS } from '../duration.ts';
import type { WebhookDelivery, WebhookEvent } from './webhook.ts';

/** Events of one webhook, oldest first. */
export interface Queue {
  readonly deliveries: readonly WebhookDelivery[];
  /** Ids that it was given, so that none is taken twice; also of events that it keeps no more. */
  readonly seen: readonly string[];
  readonly lost: number;
}

export const EMPTY_QUEUE: Queue = { deliveries: [], seen: [], lost: 0 };

/** Kept to be sent, or sent again. One is about 700 bytes, and all of them are handed from run to run. */
export const MOST_KEPT = 300;
const MOST_SEEN = 2_000;

const { m: MINUTE_MS, h: HOUR_MS } = UNIT_MS;
/** Before each further try; then it is given up, a little more than a day after the first. */
export const PAUSES_MS = [5_000, MINUTE_MS, 10 * MINUTE_MS, HOUR_MS, 4 * HOUR_MS, 8 * HOUR_MS, 12 * HOUR_MS] as const;
/** However long a receiver asks to be left alone. */
const LONGEST_PAUSE_MS = 12 * HOUR_MS;

const isWaiting = ({ state }: WebhookDelivery): boolean => state === 'waiting';

/** Takes events in that it was not given before, to be sent at once. */
export function withEvents(queue: Queue, events: readonly WebhookEvent[], now: string): Queue {
  const known = new Set(queue.seen);
  const fresh = events.filter(({ id }) => !known.has(id) && known.add(id));
  const added = fresh.map(
    (event): WebhookDelivery => ({ event, state: 'waiting', attempts: 0, at: now, problem: null }),
  );
  const seen = [...known].slice(-MOST_SEEN);
  return bounded({ ...queue, seen, deliveries: [...queue.deliveries, ...added] });
}

/** What was sent goes first, then what could not be; what still waits goes last, and is lost. */
function bounded(queue: Queue): Queue {
  const surplus = queue.deliveries.length - MOST_KEPT;
  if (surplus <= 0) return queue;
  const order = ['delivered', 'given-up', 'waiting'];
  const ranked = queue.deliveries.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  const dropped = new Set(ranked.slice(0, surplus));
  const lost = [...dropped].filter(isWaiting).length;
  return {
    ...queue,
    lost: queue.lost + lost,
    deliveries: queue.deliveries.filter((delivery) => !dropped.has(delivery)),
  };
}

/** The one that is to be sent before all others; undefined when none waits. */
export const nextIn = ({ deliveries }: Queue): WebhookDelivery | undefined =>
  deliveries.filter(isWaiting).toSorted((a, b) => compare(a.at, b.at))[0];

/** How a try went. */
export type PostOutcome =
  | { readonly outcome: 'delivered' }
  /** Nothing is to be sent there any more. */
  | { readonly outcome: 'gone'; readonly problem: string }
  | { readonly outcome: 'failed'; readonly problem: string; readonly retryAfterMs?: number };

/**
 * Notes how a try went.
 * @param jitter 0 to 1: spreads those that failed together.
 */
export function withOutcome(queue: Queue, id: string, outcome: PostOutcome, now: string, jitter: number): Queue {
  const deliveries = queue.deliveries.map((delivery) =>
    delivery.event.id === id ? afterTry(delivery, outcome, now, jitter) : delivery,
  );
  return { ...queue, deliveries };
}

function afterTry(delivery: WebhookDelivery, outcome: PostOutcome, now: string, jitter: number): WebhookDelivery {
  const attempts = delivery.attempts + 1;
  if (outcome.outcome === 'delivered') return { ...delivery, attempts, state: 'delivered', at: now, problem: null };
  const { problem } = outcome;
  const pause = PAUSES_MS[delivery.attempts];
  if (outcome.outcome === 'gone') return { ...delivery, attempts, at: now, problem };
  if (pause === undefined) return { ...delivery, attempts, state: 'given-up', at: now, problem };
  const wanted = Math.min(outcome.retryAfterMs ?? 0, LONGEST_PAUSE_MS);
  const at = new Date(Date.parse(now) + Math.max(wanted, pause * (1 + jitter / 5))).toISOString();
  return { ...delivery, attempts, at, problem };
}

/** Which events are to be sent again: those named, or else all that nobody has taken. */
export interface Replay {
  readonly events?: readonly string[];
  /** Of what happened from then on, also what was delivered. */
  readonly since?: string;
}

/** Sends events again at once. @returns how many. */
export function replayed(queue: Queue, replay: Replay, now: string): { queue: Queue; count: number } {
  const isMeant = wantedBy(replay);
  const deliveries = queue.deliveries.map(
    (delivery): WebhookDelivery =>
      isMeant(delivery) ? { ...delivery, state: 'waiting', attempts: 0, at: now } : delivery,
  );
  return { queue: { ...queue, deliveries }, count: deliveries.filter(isMeant).length };
}

function wantedBy({ events, since }: Replay): (delivery: WebhookDelivery) => boolean {
  if (events) return ({ event }) => events.includes(event.id);
  if (since !== undefined) return ({ event }) => event.at >= since;
  return ({ state }) => state !== 'delivered';
}

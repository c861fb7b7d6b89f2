import { array, assert, constantFrom, property } from 'fast-check';
import { EMPTY_QUEUE, MOST_KEPT, nextIn, PAUSES_MS, type Queue, replayed, withEvents, withOutcome } from './queue.ts';
import type { WebhookEvent } from './webhook.ts';

const NOW = '2026-11-22T09:00:00.000Z';
const later = (ms: number) => new Date(Date.parse(NOW) + ms).toISOString();

function event(id: string, at = NOW): WebhookEvent {
  const facts = { reference: 'BR-7F3K2M9QXA', project: 'payments', kind: null, environment: null } as const;
  return { id, type: 'request.ready', at, facts: { ...facts, phase: 'ready', step: 'NOTIFICATION' } };
}
const failed = { outcome: 'failed', problem: 'answered with 503' } as const;
const only = ({ deliveries: [delivery] }: Queue) => delivery;

test('an event is taken once, however often it is told', () => {
  const ids = array(constantFrom('a', 'b', 'c', 'd'));
  assert(
    property(array(ids), (told) => {
      const queue = told.reduce(
        (kept, some) =>
          withEvents(
            kept,
            some.map((id) => event(id)),
            NOW,
          ),
        EMPTY_QUEUE,
      );
      expect(queue.deliveries.map((one) => one.event.id)).toEqual([...new Set(told.flat())]);
    }),
  );
});

test('what fails is tried again after longer and longer pauses, for more than a day, and is then given up', () => {
  let queue = withEvents(EMPTY_QUEUE, [event('a')], NOW);
  let at = NOW;
  for (const pause of PAUSES_MS) {
    queue = withOutcome(queue, 'a', failed, at, 0);
    expect(only(queue)).toMatchObject({ state: 'waiting', problem: 'answered with 503' });
    expect(Date.parse(only(queue)?.at ?? '') - Date.parse(at)).toBe(pause);
    at = only(queue)?.at ?? '';
  }
  queue = withOutcome(queue, 'a', failed, at, 0);
  expect(only(queue)).toMatchObject({ state: 'given-up', attempts: PAUSES_MS.length + 1 });
  expect(nextIn(queue)).toBeUndefined();
  expect(Date.parse(at) - Date.parse(NOW)).toBeGreaterThan(24 * 3_600_000);
});

test('a receiver is left alone as long as it asks, and half a day at most', () => {
  const queue = withEvents(EMPTY_QUEUE, [event('a')], NOW);
  const asked = (retryAfterMs: number) => only(withOutcome(queue, 'a', { ...failed, retryAfterMs }, NOW, 0))?.at;
  expect(asked(90_000)).toBe(later(90_000));
  expect(asked(1)).toBe(later(5_000));
  expect(asked(999_999_000)).toBe(later(12 * 3_600_000));
});

test('the one that is due first is next: what fails lets others pass', () => {
  const queue = withOutcome(withEvents(EMPTY_QUEUE, [event('a'), event('b')], NOW), 'a', failed, NOW, 1);
  expect(nextIn(queue)?.event.id).toBe('b');
  expect(nextIn(withOutcome(queue, 'b', { outcome: 'delivered' }, NOW, 0))?.event.id).toBe('a');
});

test('of too many what was delivered is forgotten first, then what was given up; what waits is counted as lost', () => {
  const many = Array.from({ length: MOST_KEPT }, (_, n) => event(`e${n}`));
  const full = withOutcome(withEvents(EMPTY_QUEUE, many, NOW), 'e7', { outcome: 'delivered' }, NOW, 0);

  const one = withEvents(full, [event('new')], NOW);
  expect(one.deliveries.some(({ event: { id } }) => id === 'e7')).toBe(false);
  expect(one).toMatchObject({ lost: 0, deliveries: { length: MOST_KEPT } });

  const two = withEvents(one, [event('newer')], NOW);
  expect(two.lost).toBe(1);
  expect(two.deliveries[0]?.event.id).toBe('e1');
  // Dropped is not forgotten: it is not taken a second time.
  expect(withEvents(two, [event('e0')], NOW).deliveries).toHaveLength(MOST_KEPT);
});

test('replayed is what is named, what happened since, or else what nobody has taken', () => {
  const events = [event('a', later(0)), event('b', later(1000)), event('c', later(2000))];
  const gone = { outcome: 'gone', problem: 'answered with 410' } as const;
  const taken = withOutcome(withEvents(EMPTY_QUEUE, events, NOW), 'a', { outcome: 'delivered' }, NOW, 0);
  const queue = withOutcome(withOutcome(taken, 'b', { outcome: 'delivered' }, NOW, 0), 'c', gone, NOW, 0);
  const waiting = (order: Parameters<typeof replayed>[1]) =>
    replayed(queue, order, later(9000))
      .queue.deliveries.filter(({ at }) => at === later(9000))
      .map((one) => one.event.id);

  expect(waiting({ events: ['a'] })).toEqual(['a']);
  expect(waiting({ since: later(1000) })).toEqual(['b', 'c']);
  expect(waiting({})).toEqual(['c']);
  expect(replayed(queue, { events: ['z'] }, NOW).count).toBe(0);
});

import * as fc from 'fast-check';
import { NO_PERMITS, type PermitState, takePermits, type WriteLimits } from './write-permits.ts';

const LIMITS: WriteLimits = { perMinute: 80, perHour: 500 };
const START = Date.parse('2026-11-21T09:00:00Z');

interface Asker {
  readonly who: string;
  readonly count: number;
  /** When it asks first; then when it was told to come back, plus `late`. */
  at: number;
  readonly late: number;
}
interface Grant {
  readonly who: string;
  readonly at: number;
  readonly count: number;
}

/** Everybody asks, comes back when told, a little late, until all have theirs. */
function play(askers: readonly Asker[], limits = LIMITS): Grant[] {
  let state: PermitState = NO_PERMITS;
  const waiting = askers.map((asker) => ({ ...asker }));
  const grants: Grant[] = [];
  for (let call = 0; waiting.length > 0; call++) {
    waiting.sort((a, b) => a.at - b.at);
    const asker = waiting[0] as Asker;
    const ask = { who: asker.who, call: String(call), count: asker.count, limits };
    const told = takePermits(JSON.parse(JSON.stringify(state)) as PermitState, ask, asker.at);
    state = told.state;
    if (told.answer.granted > 0) {
      grants.push({ who: asker.who, at: asker.at, count: told.answer.granted });
      waiting.shift();
    } else if ('waitMs' in told.answer) asker.at += told.answer.waitMs + asker.late;
    expect(call).toBeLessThan(askers.length * 50);
  }
  return grants;
}

const most = (grants: readonly Grant[], windowMs: number) =>
  Math.max(
    ...grants.map(({ at }) =>
      grants.reduce((sum, other) => (other.at >= at && other.at < at + windowMs ? sum + other.count : sum), 0),
    ),
  );

const crowd = (lateness: fc.Arbitrary<number>, longestGap: number) =>
  fc
    .array(
      fc.record({
        gap: fc.integer({ min: 0, max: longestGap }),
        count: fc.integer({ min: 1, max: 10 }),
        late: lateness,
      }),
      {
        minLength: 1,
        maxLength: 250,
      },
    )
    .map((asked) => {
      let at = START;
      return asked.map(({ gap, count, late }, i): Asker => {
        at += gap;
        return { who: `request:${i}`, count, at, late };
      });
    });

test('no window of a minute or an hour holds more than GitHub allows, though each permit is used up to ten seconds late', () => {
  fc.assert(
    fc.property(crowd(fc.integer({ min: 0, max: 5_000 }), 30_000), (askers) => {
      const grants = play(askers);
      expect(most(grants, 70_000)).toBeLessThanOrEqual(80);
      expect(most(grants, 3_610_000)).toBeLessThanOrEqual(500);
    }),
    { numRuns: 60 },
  );
});

test('everybody gets what was asked for, and nobody before one who asked earlier', () => {
  fc.assert(
    fc.property(crowd(fc.constant(0), 500), (askers) => {
      const grants = play(askers);
      // Those who are told to come back at the same moment come in any order: there is room for all of them.
      const inLine = askers.map(({ who }) => grants.find((grant) => grant.who === who));
      expect(inLine.map((grant) => grant?.count)).toEqual(askers.map(({ count }) => count));
      const times = inLine.map((grant) => grant?.at ?? 0);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
    }),
    { numRuns: 60 },
  );
});

test('who comes late keeps the place, and nobody who came later gets ahead by it', () => {
  const filler = { who: 'filler', count: 80, at: START, late: 0 };
  const late = { who: 'late', count: 10, at: START + 1, late: 30_000 };
  const prompt = { who: 'prompt', count: 75, at: START + 2, late: 0 };
  const grants = play([filler, late, prompt]);
  expect(grants.map(({ who }) => who)).toEqual(['filler', 'late', 'prompt']);
});

test('the place of somebody who never comes back is given up after a minute', () => {
  const ask = (who: string, count: number) => ({ who, call: who, count, limits: LIMITS });
  const filled = takePermits(NO_PERMITS, ask('filler', 80), START).state;
  const left = takePermits(filled, ask('gone', 80), START + 1);
  const due = START + 1 + ('waitMs' in left.answer ? left.answer.waitMs : 0);
  expect(takePermits(left.state, ask('next', 80), due + 59_000).answer.granted).toBe(0);
  expect(takePermits(left.state, ask('next', 80), due + 60_000).answer.granted).toBe(80);
});

test('permits are not lost: as soon as the window has passed, all of them are there again', () => {
  const ask = (call: string, count: number) => ({ who: call, call, count, limits: LIMITS });
  let state: PermitState = NO_PERMITS;
  for (let round = 0; round < 6; round++) {
    const told = takePermits(state, ask(`round ${round}`, 80), START + round * 71_000);
    expect(told.answer).toEqual({ granted: 80 });
    state = told.state;
  }
  const told = takePermits(state, ask('the hour is full', 80), START + 6 * 71_000);
  expect(told.answer).toMatchObject({ granted: 0, waitMs: 3_610_000 - 6 * 71_000, owed: 0 });
  expect(takePermits(told.state, ask('a few are left', 20), START + 6 * 71_000).answer.granted).toBe(0);
});

test('the same question again, as after a lost answer, spends nothing', () => {
  const ask = { who: 'a', call: '1', count: 80, limits: LIMITS };
  const first = takePermits(NO_PERMITS, ask, START);
  const again = takePermits(first.state, ask, START + 2_000);
  expect(again.answer).toEqual({ granted: 80 });
  expect(again.state.granted).toEqual(first.state.granted);
});

test('more than the limits allow at once is cut down to them', () => {
  const ask = { who: 'a', call: '1', count: 7, limits: { perMinute: 3, perHour: 500 } };
  expect(takePermits(NO_PERMITS, ask, START).answer).toEqual({ granted: 3 });
});

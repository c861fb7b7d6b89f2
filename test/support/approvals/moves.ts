/* What is generated: one move is something that happens around a request, maybe, and one attempt to decide about it. */
import * as fc from 'fast-check';

/** Everything but `honest` and `joined` is to count for nothing. */
export const CHEATS = [
  'self',
  'starter',
  'editor',
  'own pull request',
  'stranger',
  'outsider',
  'left the role',
  'disabled',
  'two accounts',
  'auditor',
  'stale content',
  'wrong stage',
  'other request',
  'forged',
  'altered',
  'expired',
  'no token',
  'other purpose',
  'replay',
  'double click',
  'approves again',
  'speaks for the policy',
  'malformed',
  'old commit',
  'webhook again',
  'webhooks reordered',
  'edit overtakes',
  'takes the id',
] as const;
export type Cheat = (typeof CHEATS)[number];
export type Trick = Cheat | 'honest' | 'joined';

const EVENTS = [
  'edit',
  'price',
  'placement',
  'price behind the back',
  'policy behind the back',
  'roles',
  'base update',
  'dismissal',
  'looks again',
  'account',
] as const;
export type Event = (typeof EVENTS)[number] | 'nothing';

/** Numbers choose among what there is when the move is made. */
export interface Move {
  readonly trick: Trick;
  readonly event: Event;
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
}

const number = fc.noBias(fc.nat({ max: 1_000_000 }));
/** Where they need something that is seldom there, they are tried more often. */
const RARE: Partial<Record<Trick, number>> = {
  starter: 4,
  editor: 4,
  'approves again': 5,
  'webhook again': 3,
  'left the role': 2,
  disabled: 2,
};
const tricks: Trick[] = (['honest', 'joined', ...CHEATS] as const).flatMap((trick) =>
  Array.from({ length: trick === 'honest' ? 18 : (RARE[trick] ?? 1) }, (): Trick => trick),
);
const events: Event[] = [...Array.from({ length: 30 }, (): Event => 'nothing'), ...EVENTS];

const move: fc.Arbitrary<Move> = fc.record({
  trick: fc.constantFrom(...tricks),
  event: fc.constantFrom(...events),
  a: number,
  b: number,
  c: number,
  d: number,
});

/** How many moves one run of requests, one after the other, has. */
export const MOVES = 40;

/** A start, and what happens then. */
export const episodes = fc.record({
  seed: number,
  trustsSignals: fc.noBias(fc.integer({ min: 0, max: 4 })).map((n) => n === 0),
  moves: fc.array(move, { minLength: MOVES, maxLength: MOVES }),
});
export type Episode = typeof episodes extends fc.Arbitrary<infer T> ? T : never;

/* What is generated: one move is something that happens around a request, maybe, and one attempt to decide about it. */
import * as fc from 'fast-check';

/** Everything but `honest`, `joined` and `stands in` is to count for nothing. */
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
  'stands in and asked',
  'unfit to stand in',
  'stands in for a stand-in',
  'stands in while away',
  'stands in too late',
  'names themselves',
  'named by whoever asks',
  'nobody in their place',
  'both speak',
  'one voice for two',
  'edits what they approved',
] as const;
export type Cheat = (typeof CHEATS)[number];
export type Trick = Cheat | 'honest' | 'joined' | 'stands in';

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
  'leave',
  'return',
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
  honest: 2,
  starter: 3,
  editor: 3,
  'approves again': 4,
  'webhook again': 3,
  'left the role': 2,
  disabled: 2,
  'stands in': 4,
  'stands in and asked': 2,
  'unfit to stand in': 2,
  'stands in for a stand-in': 2,
  'stands in while away': 2,
  'stands in too late': 2,
  'names themselves': 2,
  'named by whoever asks': 2,
  'nobody in their place': 5,
  'both speak': 2,
  'one voice for two': 2,
  'edits what they approved': 2,
};
const tricks: Trick[] = (['honest', 'joined', 'stands in', ...CHEATS] as const).flatMap((trick) =>
  Array.from({ length: RARE[trick] ?? 1 }, (): Trick => trick),
);
const events: Event[] = [...Array.from({ length: 30 }, (): Event => 'nothing'), ...EVENTS];

/** How many moves one run of requests, one after the other, has. */
export const MOVES = 40;

const around = fc.record({ event: fc.constantFrom(...events), a: number, b: number, c: number, d: number });
/** Tricks are dealt like cards, so that none is left out by chance. */
const moves: fc.Arbitrary<Move[]> = fc
  .tuple(
    fc.shuffledSubarray(tricks, { minLength: MOVES, maxLength: MOVES }),
    fc.array(around, { minLength: MOVES, maxLength: MOVES }),
  )
  .map(([dealt, others]) => others.map((other, i) => ({ ...other, trick: dealt[i] ?? 'honest' })));

/** A start, and what happens then. */
export const episodes = fc.record({
  seed: number,
  trustsSignals: fc.noBias(fc.integer({ min: 0, max: 4 })).map((n) => n === 0),
  moves,
});
export type Episode = typeof episodes extends fc.Arbitrary<infer T> ? T : never;

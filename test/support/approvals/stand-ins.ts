/* Who decides in the place of somebody who is away: as it is meant, and every way to get at a voice by it. */
import { type Actor, AUDITOR, OUTSIDERS, TWINS } from './cast.ts';
import type { Move, Trick } from './moves.ts';
import { anyDoor, type Play, say, someone, uninvolved, wishOf } from './saying.ts';
import { next, pick } from './scene.ts';
import type { Stage } from './stage.ts';

/** Somebody whose yes is wanted, and somebody who has nothing to say here and is not away. */
interface Pair {
  readonly holder: Actor;
  readonly free: Actor;
}

function pairOf(stage: Stage, { a, b }: Move): Pair | undefined {
  const holder = someone(stage, stage.oracle.wanted(), a);
  const free = someone(stage, freeIn(stage), b);
  return holder && free ? { holder, free } : undefined;
}

const freeIn = (stage: Stage): string[] => {
  const spoken = stage.oracle.approversOf(stage.oracle.current()?.name ?? '');
  return uninvolved(stage).filter((id) => !stage.oracle.isAway(id) && !spoken.includes(id));
};

const allows = (stage: Stage): boolean => stage.oracle.current()?.mayDelegate === true;

/** The stage lets somebody stand in; the leave is arranged so that who speaks is not who may. */
const arranged =
  (arrange: (stage: Stage, pair: Pair, move: Move) => Actor | undefined): Play =>
  async (stage, move) => {
    const pair = allows(stage) ? pairOf(stage, move) : undefined;
    const who = pair && arrange(stage, pair, move);
    return who ? anyDoor(stage, who, move) : false;
  };

const approve = (stage: Stage, who: Actor, move: Move) =>
  say(stage, wishOf(stage, who, move, { verdict: 'approve' }), move);

export const STAND_INS = {
  'stands in': arranged((stage, { holder, free }, { c }) => {
    const by = pick([holder, holder, someone(stage, freeIn(stage), next(c)) ?? holder], c);
    stage.scene.leave(holder, { delegate: free, by: by === free ? holder : by });
    return free;
  }),

  'stands in and asked': arranged((stage, { holder }, { c }) => {
    const { requester, starter, editors } = stage.scene;
    const delegate = pick([requester, ...(starter ? [starter] : []), ...editors], c);
    stage.scene.leave(holder, { delegate });
    return delegate;
  }),

  'unfit to stand in': arranged((stage, { holder, free }, { c }) => {
    // Who cannot be told apart cannot pass on what they may not say themselves.
    if (c % 4 === 0) {
      stage.scene.leave(pick(TWINS, next(c)), { delegate: free });
      return free;
    }
    const delegate = pick([...TWINS, AUDITOR, ...OUTSIDERS], c);
    stage.scene.leave(holder, { delegate });
    return OUTSIDERS.includes(delegate) ? holder : delegate;
  }),

  'stands in for a stand-in': arranged((stage, { holder, free }, { c }) => {
    const last = someone(
      stage,
      freeIn(stage).filter((id) => id !== free.id),
      c,
    );
    if (!last) return undefined;
    stage.scene.leave(holder, { delegate: free });
    stage.scene.leave(free, { delegate: last });
    return last;
  }),

  'stands in while away': arranged((stage, { holder, free }) => {
    stage.scene.leave(holder, { delegate: free });
    stage.scene.leave(free, { delegate: null });
    return free;
  }),

  'stands in too late': arranged((stage, { holder, free }, { c }) => {
    if (stage.oracle.isAway(holder.id)) return undefined;
    stage.scene.leave(holder, { delegate: free, when: pick(['past', 'later'] as const, c) });
    return free;
  }),

  'names themselves': arranged((stage, { holder, free }) => {
    stage.scene.leave(holder, { delegate: free, by: free });
    return free;
  }),

  'named by whoever asks': arranged((stage, { holder, free }) => {
    stage.scene.leave(holder, { delegate: free, by: stage.scene.requester });
    return free;
  }),

  async 'nobody in their place'(stage, move) {
    const pair = allows(stage) ? undefined : pairOf(stage, move);
    if (!pair) return false;
    stage.scene.leave(pair.holder, { delegate: pair.free });
    return anyDoor(stage, pair.free, move);
  },

  /** Whoever is away and whoever stands in fill one place together. */
  async 'both speak'(stage, move) {
    const pair = allows(stage) ? pairOf(stage, move) : undefined;
    if (!pair) return false;
    stage.scene.leave(pair.holder, { delegate: pair.free });
    const [first, second] = move.c % 2 === 0 ? [pair.holder, pair.free] : [pair.free, pair.holder];
    await approve(stage, first, move);
    await approve(stage, second, { ...move, b: next(move.b) });
    return true;
  },

  /** Whoever stands in for two has one voice. */
  async 'one voice for two'(stage, move) {
    const pair = allows(stage) ? pairOf(stage, move) : undefined;
    const other = someone(
      stage,
      stage.oracle.wanted().filter((id) => id !== pair?.holder.id),
      next(move.a),
    );
    if (!pair || !other) return false;
    stage.scene.leave(pair.holder, { delegate: pair.free });
    stage.scene.leave(other, { delegate: pair.free });
    await approve(stage, pair.free, move);
    await approve(stage, pair.free, { ...move, b: next(move.b) });
    return true;
  },

  /** Whoever has said yes for somebody makes the content another: from then on they are involved. */
  async 'edits what they approved'(stage, move) {
    const pair = allows(stage) ? pairOf(stage, move) : undefined;
    if (!pair) return false;
    await stage.drain();
    stage.scene.leave(pair.holder, { delegate: pair.free });
    await approve(stage, pair.free, move);
    await stage.drain();
    if (!stage.oracle.standIns().includes(pair.free.id)) return true;
    stage.scene.edit(pair.free, next(move.c));
    stage.oracle.edits(pair.free.id);
    await stage.look(next(move.c));
    return true;
  },
} as const satisfies { readonly [T in Trick]?: Play };

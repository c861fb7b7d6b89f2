/* What people try: who acts, what they say, and what is done to it on the way. */
import { AUDITOR, OUTSIDERS, TWINS } from './cast.ts';
import { sign } from './doors.ts';
import type { Move, Trick } from './moves.ts';
import { anyDoor, newReviewId, type Play, reviewOf, say, send, someone, uninvolved, wishOf } from './saying.ts';
import { next, pick } from './scene.ts';
import type { Stage } from './stage.ts';
import { STAND_INS } from './stand-ins.ts';
import { TAMPERINGS } from './tampering.ts';

/** Plays the trick of a move; where that is not possible now, somebody says yes honestly. */
export async function playTrick(stage: Stage, move: Move): Promise<void> {
  const done = (await TRICKS[move.trick](stage, move)) !== false;
  const trick = done ? move.trick : 'honest';
  if (!done) await honest(stage, move);
  const { tried } = stage.tally;
  tried.set(trick, (tried.get(trick) ?? 0) + 1);
}

async function honest(stage: Stage, move: Move, who = someone(stage, stage.oracle.wanted(), move.a)): Promise<boolean> {
  if (!who) return false;
  if (move.b % 7 === 6) return reviewOf(stage, who, move);
  return (await say(stage, wishOf(stage, who, move), move)) !== undefined;
}

const TRICKS: Readonly<Record<Trick, Play>> = {
  ...TAMPERINGS,
  ...STAND_INS,
  honest: (stage, move) => honest(stage, move),

  async joined(stage, move) {
    const [role] = stage.oracle.current()?.roles ?? [];
    const who = someone(stage, uninvolved(stage), move.a);
    if (!who || !role) return false;
    stage.scene.directory.members.get(role as never)?.add(who.id);
    return say(stage, wishOf(stage, who, move), move).then((said) => said !== undefined);
  },

  self: (stage, move) => anyDoor(stage, stage.scene.requester, move),
  starter: (stage, move) => anyDoor(stage, stage.scene.starter ?? undefined, move),
  editor: (stage, move) => {
    const { editors } = stage.scene;
    return anyDoor(stage, editors.length > 0 ? pick(editors, move.b) : undefined, move);
  },
  // The robot is its author; they are who it was written for.
  'own pull request': (stage, move) =>
    reviewOf(stage, pick([stage.scene.requester, ...stage.scene.editors], move.a), move),
  stranger: (stage, move) => anyDoor(stage, someone(stage, uninvolved(stage), move.b), move),

  async outsider(stage, move) {
    const who = pick(OUTSIDERS, move.a);
    if (move.a % 5 === 0) return reviewOf(stage, who, move);
    if (await say(stage, wishOf(stage, who, move), move)) throw new Error(`a door knows ${who.id}`);
    // Who cannot get a token may still name somebody who is not there.
    const wish = wishOf(stage, who, move, { door: 'signal', verdict: 'approve' });
    const { decision, attempt } = await sign(wish, who.id);
    stage.push({ decision, attempt: { ...attempt, human: null } });
    return true;
  },

  async 'left the role'(stage, move) {
    const who = someone(stage, stage.oracle.wanted(), move.a);
    if (!who || who.id === stage.scene.request.leadId || stage.oracle.wanted().length < 2) return false;
    for (const members of stage.scene.directory.members.values()) members.delete(who.id);
    return anyDoor(stage, who, move);
  },

  async disabled(stage, move) {
    const who = someone(stage, stage.oracle.wanted(), move.a);
    if (!who || stage.oracle.wanted().length < 2) return false;
    const said = await sign(wishOf(stage, who, move), who.id);
    const { disabled } = stage.scene.directory;
    disabled.add(who.id);
    send(stage, said, move.d % 2 === 0);
    await stage.drain();
    disabled.delete(who.id);
    return true;
  },

  'two accounts': (stage, move) => anyDoor(stage, pick(TWINS, move.b), move),
  auditor: (stage, move) => anyDoor(stage, AUDITOR, move),

  async 'stale content'(stage, move) {
    const who = someone(stage, stage.oracle.wanted(), move.a);
    if (!who) return false;
    const part = pick(['content', 'cost', 'placement'] as const, move.b);
    const seen = { ...stage.oracle.asked, [part]: stage.oracle.asked[part] - 1 };
    await say(stage, wishOf(stage, who, move, { seen }), move, move.d % 2 === 0);
    return true;
  },

  async 'wrong stage'(stage, move) {
    const who = someone(stage, stage.oracle.wanted(), move.a);
    if (!who) return false;
    const others = ['lead', 'cost', 'extra', 'finance'].filter((name) => name !== stage.oracle.current()?.name);
    await say(stage, wishOf(stage, who, move, { stage: pick(others, move.b) }), move, move.d % 2 === 0);
    return true;
  },

  async replay(stage, move) {
    if (stage.heard.length === 0) return false;
    send(stage, pick(stage.heard, move.a), move.d % 2 === 0);
    return true;
  },

  async 'double click'(stage, move) {
    const who = someone(stage, stage.oracle.wanted(), move.a);
    const said = who && (await say(stage, wishOf(stage, who, move), move));
    if (!said) return false;
    send(stage, said, false);
    return true;
  },

  async 'approves again'(stage, move) {
    const name = stage.oracle.current()?.name ?? '';
    const who = someone(stage, stage.oracle.approversOf(name), move.a);
    if (!who) return false;
    await say(stage, wishOf(stage, who, move, { verdict: 'approve' }), move);
    return true;
  },

  async 'old commit'(stage, move) {
    const who = someone(stage, stage.oracle.wanted(), move.a);
    return who ? reviewOf(stage, who, move, 'head-0') : false;
  },

  async 'webhook again'(stage) {
    if (stage.scene.reviews.length === 0) return false;
    stage.turnedAway();
    await stage.readReviews();
    await stage.readReviews();
    return true;
  },

  /** The review is dismissed before anybody has read it; then its webhooks arrive, the older one last. */
  async 'webhooks reordered'(stage, move) {
    const who = someone(stage, stage.oracle.wanted(), move.a);
    if (!who) return false;
    const { scene } = stage;
    const review = {
      id: newReviewId(),
      login: who.login,
      commit: scene.headSha,
      body: '',
      at: '2026-11-21T09:00:00Z',
    };
    scene.reviews = [...scene.reviews, { ...review, verdict: 'dismissed' }];
    stage.turnedAway();
    await stage.readReviews();
    await stage.readReviews();
    return true;
  },

  /** It waits to be judged while the content becomes another. */
  async 'edit overtakes'(stage, move) {
    const who = someone(stage, stage.oracle.wanted(), move.a);
    if (!who) return false;
    await stage.drain();
    if (!(await say(stage, wishOf(stage, who, move, { verdict: 'approve' }), move))) return false;
    stage.scene.move(pick(['content', 'cost', 'placement'] as const, move.b));
    await stage.look(next(move.c));
    await stage.drain();
    return true;
  },

  /** Somebody guesses the id of a decision and says something under it first: the genuine one is heard all the same. */
  async 'takes the id'(stage, move) {
    const who = someone(stage, stage.oracle.wanted(), move.a);
    if (!who) return false;
    await stage.drain();
    const said = await sign(wishOf(stage, who, move, { verdict: 'approve' }), who.id);
    const forged = { ...said.decision, token: 'x', channel: 'signal' } as const;
    stage.push({ decision: forged, attempt: { ...said.attempt, authentic: false } });
    await stage.drain();
    send(stage, said, false);
    return true;
  },
};

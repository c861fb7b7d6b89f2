/* How somebody gets to say something: honestly, through a door or by a review. */
import type { Verdict } from '../../../src/domain/decision.ts';
import { type Actor, OUTSIDERS } from './cast.ts';
import { attemptOf, DOORS, type Door, knownAs, linkId, type Said, sign, type Wish } from './doors.ts';
import type { Move } from './moves.ts';
import { next, pick } from './scene.ts';
import type { Stage } from './stage.ts';

/** False: there is nobody and nothing to try it with. */
export type Play = (stage: Stage, move: Move) => Promise<boolean | void>;

let ids = 0;
export const newId = (door: Door): string => {
  ids += 1;
  return door === 'mail' ? linkId(ids) : `${door}-${ids}`;
};

export const someone = (stage: Stage, ids: readonly string[], n: number): Actor | undefined => {
  const all = stage.scene.regulars.filter(({ id }) => ids.includes(id));
  return all.length > 0 ? pick(all, n) : undefined;
};

const verdictOf = (stage: Stage, n: number): Verdict => {
  const verdict = pick<Verdict>(n % 9 === 0 ? ['reject', 'request-changes'] : ['approve'], next(n));
  return verdict === 'request-changes' && stage.scene.request.removes ? 'approve' : verdict;
};

/** A yes or no to what stands, by somebody. */
export function wishOf(stage: Stage, who: Actor, { b, c }: Move, change: Partial<Wish> = {}): Wish {
  const door = change.door ?? pick(DOORS, b);
  return {
    who,
    door,
    id: newId(door),
    verdict: verdictOf(stage, c),
    reference: stage.scene.request.reference,
    seen: stage.oracle.asked,
    stage: stage.oracle.current()?.name ?? 'lead',
    ...change,
  };
}

/** Through the door, which signs for whom it knows. */
export async function say(stage: Stage, wish: Wish, { c, d }: Move, past = false): Promise<Said | undefined> {
  const person = await knownAs(stage.scene, wish.who, wish.door, c);
  if (person === undefined) {
    stage.turnedAway();
    return undefined;
  }
  const said = await sign(wish, person);
  send(stage, said, past || d % 8 === 1);
  return said;
}

/** Signals have no door that answers, and another one may be open by mistake. */
export function send(stage: Stage, said: Said, past: boolean): void {
  const formed = said.attempt.formed || said.decision.channel === 'policy';
  if (formed && (past || said.decision.channel === 'signal')) stage.push(said);
  else stage.knock(said);
}

let reviews = 0;
export const newReviewId = (): string => {
  reviews += 1;
  return String(reviews);
};

/** A review of the head, or of what it was before; read at once. */
export async function reviewOf(stage: Stage, who: Actor, { c, d }: Move, commit = stage.scene.headSha): Promise<true> {
  const { scene, oracle } = stage;
  const verdict = c % 12 === 0 && !scene.request.removes ? 'request-changes' : 'approve';
  const id = newReviewId();
  const login = pick([who.login, who.login.toLowerCase()], d);
  scene.reviews = [...scene.reviews, { id, login, verdict, commit, body: '', at: '2026-11-21T09:00:00Z' }];
  const wish = wishOf(stage, who, { b: 0, c } as Move, { id: `github-${id}`, verdict });
  const seen = commit === scene.headSha ? oracle.asked : { content: 0, cost: 0, placement: 0 };
  stage.review({ ...attemptOf({ ...wish, seen }), human: OUTSIDERS.includes(who) ? null : who.id });
  stage.turnedAway();
  await stage.readReviews();
  return true;
}

/** Through any door, GitHub's too. */
export async function anyDoor(stage: Stage, who: Actor | undefined, move: Move): Promise<boolean> {
  if (!who) return false;
  if (move.a % 5 === 0) return reviewOf(stage, who, move);
  await say(stage, wishOf(stage, who, move), move);
  return true;
}

export const uninvolved = ({ scene, oracle }: Stage): string[] => {
  const stage = oracle.current();
  const able = stage ? oracle.speakersOf(stage) : [];
  const { disabled } = scene.directory;
  const others = scene.regulars.map(({ id }) => id);
  return others.filter((id) => !able.includes(id) && !scene.involved.has(id) && !disabled.has(id));
};

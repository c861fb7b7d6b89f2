/* What people try: who acts, what they say, and what is done to it on the way. */
import { signDecision } from '../../../src/auth/decision-tokens.ts';
import { signToken } from '../../../src/auth/tokens.ts';
import { Secret } from '../../../src/config.ts';
import type { Decision, Verdict } from '../../../src/domain/decision.ts';
import { type Actor, AUDITOR, OUTSIDERS, TWINS } from './cast.ts';
import { attemptOf, DOORS, type Door, knownAs, linkId, type Said, sign, type Wish } from './doors.ts';
import type { Move, Trick } from './moves.ts';
import type { Attempt } from './oracle.ts';
import type { Stage } from './play.ts';
import { next, pick } from './scene.ts';
import { KEY } from './subject.ts';

const OTHER_KEY = new Secret('another key of at least thirty-two bytes');
const HOURS_MS = 3_600_000;

/** Plays the trick of a move; where that is not possible now, somebody says yes honestly. */
export async function playTrick(stage: Stage, move: Move): Promise<void> {
  const done = (await TRICKS[move.trick](stage, move)) !== false;
  const trick = done ? move.trick : 'honest';
  if (!done) await honest(stage, move);
  const { tried } = stage.tally;
  tried.set(trick, (tried.get(trick) ?? 0) + 1);
}

/** False: there is nobody and nothing to try it with. */
type Play = (stage: Stage, move: Move) => Promise<boolean | void>;

let ids = 0;
const newId = (door: Door): string => {
  ids += 1;
  return door === 'mail' ? linkId(ids) : `${door}-${ids}`;
};

const someone = (stage: Stage, ids: readonly string[], n: number): Actor | undefined => {
  const all = stage.scene.regulars.filter(({ id }) => ids.includes(id));
  return all.length > 0 ? pick(all, n) : undefined;
};

const verdictOf = (stage: Stage, n: number): Verdict => {
  const verdict = pick<Verdict>(['reject', 'request-changes', ...new Array<Verdict>(16).fill('approve')], n);
  return verdict === 'request-changes' && stage.scene.request.removes ? 'approve' : verdict;
};

/** A yes or no to what stands, by somebody. */
function wishOf(stage: Stage, who: Actor, { b, c }: Move, change: Partial<Wish> = {}): Wish {
  const door = change.door ?? pick(DOORS, b);
  return {
    ...{ who, door, id: newId(door), verdict: verdictOf(stage, c) },
    reference: stage.scene.request.reference,
    seen: stage.oracle.asked,
    stage: stage.oracle.current()?.name ?? 'lead',
    ...change,
  };
}

/** Through the door, which signs for whom it knows. */
async function say(stage: Stage, wish: Wish, { c, d }: Move, past = false): Promise<Said | undefined> {
  const person = await knownAs(stage.scene, wish.who, wish.door, c);
  if (person === undefined) return void stage.turnedAway();
  const said = await sign(wish, person);
  send(stage, said, past || d % 8 === 1);
  return said;
}

/** Signals have no door that answers, and another one may be open by mistake. */
function send(stage: Stage, said: Said, past: boolean): void {
  const formed = said.attempt.formed || said.decision.channel === 'policy';
  if (formed && (past || said.decision.channel === 'signal')) stage.push(said);
  else stage.knock(said);
}

async function honest(stage: Stage, move: Move, who = someone(stage, stage.oracle.wanted(), move.a)): Promise<boolean> {
  if (!who) return false;
  if (move.b % 7 === 6) return reviewOf(stage, who, move);
  return (await say(stage, wishOf(stage, who, move), move)) !== undefined;
}

let reviews = 0;

/** A review of the head, or of what it was before; read at once. */
async function reviewOf(stage: Stage, who: Actor, { c, d }: Move, commit = stage.scene.headSha): Promise<true> {
  const { scene, oracle } = stage;
  reviews += 1;
  const verdict = c % 12 === 0 && !scene.request.removes ? 'request-changes' : 'approve';
  const id = String(reviews);
  const login = pick([who.login, who.login.toLowerCase()], d);
  scene.reviews = [...scene.reviews, { id, login, verdict, commit, body: '', at: '2026-11-21T09:00:00Z' }];
  const wish = wishOf(stage, who, { b: 0, c } as Move, { id: `github-${id}`, verdict });
  const known = scene.directory.findDecider({ githubLogin: login });
  const seen = commit === scene.headSha ? oracle.asked : { content: 0, cost: 0, placement: 0 };
  stage.review({ ...attemptOf({ ...wish, seen }), human: (await known)?.id ?? null });
  stage.turnedAway();
  await stage.readReviews();
  return true;
}

/** Through any door, GitHub's too. */
async function anyDoor(stage: Stage, who: Actor | undefined, move: Move): Promise<boolean> {
  if (!who) return false;
  if (move.a % 5 === 0) return reviewOf(stage, who, move);
  await say(stage, wishOf(stage, who, move), move);
  return true;
}

const uninvolved = ({ scene, oracle }: Stage): string[] => {
  const stage = oracle.current();
  const able = stage ? oracle.speakersOf(stage) : [];
  const { disabled } = scene.directory;
  const others = scene.regulars.map(({ id }) => id);
  return others.filter((id) => !able.includes(id) && !scene.involved.has(id) && !disabled.has(id));
};

/** A decision with its proof, which somebody then does something to. */
async function tampered(
  stage: Stage,
  move: Move,
  tamper: (said: Said) => Promise<Partial<Decision>>,
  truth: Partial<Attempt> = { authentic: false },
): Promise<boolean> {
  const who = someone(stage, stage.oracle.wanted(), move.a);
  if (!who) return false;
  const said = await sign(wishOf(stage, who, move, { verdict: 'approve' }), who.id);
  const decision = { ...said.decision, ...(await tamper(said)) };
  const trusted = stage.scene.trustsSignals && decision.channel === 'signal' && !decision.token;
  const attempt = { ...said.attempt, id: decision.id, ...truth, ...(trusted ? { authentic: true } : {}) };
  send(stage, { decision, attempt }, move.d % 2 === 0);
  return true;
}

const withoutToken = { token: undefined } as unknown as Partial<Decision>;

const TRICKS: Readonly<Record<Trick, Play>> = {
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

  async 'other request'(stage, move) {
    const reference = 'BR-0000000000';
    const who = someone(stage, stage.oracle.wanted(), move.a);
    if (!who) return false;
    const said = await sign(wishOf(stage, who, move, { reference, verdict: 'approve' }), who.id);
    const renamed = move.d % 3 === 0;
    const own = stage.scene.request.reference;
    const decision = renamed ? { ...said.decision, reference: own } : said.decision;
    const attempt = renamed ? { ...said.attempt, reference: own, authentic: false } : said.attempt;
    send(stage, { decision, attempt }, move.d % 2 === 0);
    return true;
  },

  forged: (stage, move) =>
    tampered(stage, move, async ({ decision: { token: _, expires: __, ...rest } }) => signDecision(OTHER_KEY, rest)),

  altered(stage, move) {
    const change = pick<Partial<Decision>>(
      [
        { verdict: 'reject' },
        { id: newId('api') },
        { reason: 'added later' },
        { channel: 'portal' },
        { expires: '2099-01-01T00:00:00.000Z' },
        ...new Array<Partial<Decision>>(4).fill({}),
      ],
      move.c,
    );
    return tampered(stage, move, async (said) => {
      if (Object.keys(change).length > 0 && said.decision.channel !== change.channel) return change;
      return forAnother(stage, said, move);
    });
  },

  expired: (stage, move) =>
    move.d % 3 === 0
      ? tampered(stage, move, async ({ decision: { token: _, ...rest } }) => ({
          token: await signToken(KEY, 'decision', { ...rest }, -60),
        }))
      : tampered(
          stage,
          move,
          async ({ decision: { token: _, expires: __, ...rest } }) =>
            signDecision(KEY, rest, new Date(Date.now() - 2 * HOURS_MS)),
          { late: true },
        ),

  'no token': (stage, move) =>
    tampered(stage, move, async ({ decision: { person } }) => ({
      ...withoutToken,
      person: move.c % 2 === 0 ? person.toUpperCase() : person,
    })),

  'other purpose': (stage, move) =>
    tampered(stage, move, async ({ decision: { token: _, ...rest } }) => ({
      token: await signToken(KEY, pick(['activate', 'confirm-sender', 'decide-by-mail'], move.b), { ...rest }, 600),
    })),

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

  async 'speaks for the policy'(stage, move) {
    const who = someone(stage, stage.oracle.wanted(), move.a);
    if (!who) return false;
    const { token: _, expires: __, ...rest } = (await sign(wishOf(stage, who, move), who.id)).decision;
    const decision = await signDecision(KEY, { ...rest, channel: 'policy' });
    const attempt = { ...attemptOf(wishOf(stage, who, move, { id: rest.id, verdict: rest.verdict })), formed: false };
    send(stage, { decision, attempt }, move.d % 2 === 0);
    return true;
  },

  async malformed(stage, move) {
    const who = someone(stage, stage.oracle.wanted(), move.a);
    if (!who) return false;
    const said = await sign(wishOf(stage, who, move, { verdict: 'approve' }), who.id);
    const { removes } = stage.scene.request;
    const change = pick<Partial<Decision>>(
      [{ id: '' }, { verdict: 'maybe' as Verdict }, removes ? { verdict: 'request-changes' } : { id: '' }],
      move.b,
    );
    const decision = { ...said.decision, ...change };
    const { id, verdict } = decision;
    stage.knock({ decision, attempt: { ...said.attempt, id, verdict, formed: verdict === 'request-changes' } });
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
    reviews += 1;
    const review = {
      id: String(reviews),
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

/** Somebody's own word, put into another's mouth or said of something else. */
async function forAnother(stage: Stage, { decision }: Said, { b, d }: Move): Promise<Partial<Decision>> {
  const { requester } = stage.scene;
  const { token: _, expires: __, ...rest } = decision;
  const other = pick<Partial<Decision>>(
    [{ person: requester.id }, { specHash: 'sha256:0-0-0' }, { stage: 'finance' }, { reference: 'BR-0000000000' }],
    b + d,
  );
  const { token = '', expires } = await signDecision(KEY, { ...rest, ...other } as typeof rest);
  return { token, expires };
}

/* What is done to a word on its way. */
import { signDecision } from '../../../src/auth/decision-tokens.ts';
import { signToken } from '../../../src/auth/tokens.ts';
import { Secret } from '../../../src/config.ts';
import type { Decision, Verdict } from '../../../src/domain/decision.ts';
import { attemptOf, type Said, sign } from './doors.ts';
import type { Move, Trick } from './moves.ts';
import { newId, type Play, send, someone, wishOf } from './saying.ts';
import { pick } from './scene.ts';
import type { Stage } from './stage.ts';
import { KEY } from './subject.ts';
import type { Attempt } from './truths.ts';

const OTHER_KEY = new Secret('another key of at least thirty-two bytes');
const HOURS_MS = 3_600_000;

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

export const TAMPERINGS = {
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
        {},
        {},
        {},
        {},
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
} as const satisfies { readonly [T in Trick]?: Play };

/** Somebody's own word, put into another's mouth or said of something else. */
async function forAnother(stage: Stage, { decision }: Said, { b, d }: Move): Promise<Partial<Decision>> {
  const { requester } = stage.scene;
  const { token: _, expires: __, ...rest } = decision;
  const other = pick<Partial<Decision>>(
    [{ person: requester.id }, { specHash: 'sha256:0-0-0' }, { stage: 'finance' }, { reference: 'BR-0000000000' }],
    b + d,
  );
  const { token = '', expires } = await signDecision(KEY, { ...rest, ...other });
  return { token, expires };
}

/* How somebody gets a word in: which name a door knows them by, and the decision that it signs for them. */
import { type DecisionLink, decisionIdOf } from '../../../src/auth/decision-links.ts';
import { signDecision } from '../../../src/auth/decision-tokens.ts';
import type { Decision, PersonChannel, Verdict } from '../../../src/domain/decision.ts';
import type { Actor } from './cast.ts';
import { next, pick, type Scene, specHash } from './scene.ts';
import { KEY } from './subject.ts';
import type { Attempt, Version } from './truths.ts';

/** What is sent, and what is true of it. */
export interface Said {
  readonly decision: Decision;
  readonly attempt: Attempt;
}

/** Every door but GitHub's, which reads what stands there. */
export const DOORS = ['api', 'cli', 'portal', 'slack', 'mail', 'signal'] as const satisfies PersonChannel[];
export type Door = (typeof DOORS)[number];

/** What somebody wants to say. */
export interface Wish {
  readonly who: Actor;
  readonly door: Door;
  readonly reference: string;
  readonly seen: Version;
  readonly stage: string;
  readonly verdict: Verdict;
  readonly id: string;
  /** When it was signed. */
  readonly at?: Date;
}

/** Whom the door takes them for; undefined when it lets nobody of that name in. */
export async function knownAs({ directory }: Scene, who: Actor, door: Door, n: number): Promise<string | undefined> {
  const spell = (name: string) => pick([name, name.toUpperCase(), name.toLowerCase()], n);
  // The token of a signal and the link of a mail were made for somebody whom the directory knew.
  if (door !== 'slack') return (await directory.findDecider({ id: spell(who.id) }))?.id;
  const found = await directory.findDecider({ mail: spell(pick([who.mail, who.alias], next(n))) });
  return found?.sharesWith ? undefined : found?.id;
}

export const linkId = (n: number): string =>
  decisionIdOf({ id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}` } as DecisionLink);

/** Signed by the door for whom it has let in. */
export async function sign(wish: Wish, person: string): Promise<Said> {
  const { reference, seen, stage, verdict, id, door, at } = wish;
  const unsigned = { id, reference, person, verdict, specHash: specHash(seen), stage, channel: door };
  const decision = await signDecision(KEY, unsigned, at);
  return { decision, attempt: attemptOf(wish) };
}

export const attemptOf = ({ id, who, reference, seen, stage, verdict }: Wish): Attempt => ({
  id,
  human: who.id,
  authentic: true,
  formed: true,
  reference,
  seen,
  stage,
  verdict,
  late: false,
});

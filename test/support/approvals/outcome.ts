/* What comes of attempts: how many counted, and how a refusal reads. */
import type { Trick } from './moves.ts';
import type { Objection } from './truths.ts';

/** What came of all attempts. */
export interface Tally {
  attempts: number;
  accepted: number;
  merged: number;
  readonly tried: Map<Trick, number>;
}

export const newTally = (): Tally => ({ attempts: 0, accepted: 0, merged: 0, tried: new Map() });

/** How each reason for a refusal reads. */
export const WORDS: Readonly<Record<Objection, RegExp>> = {
  form: /Nobody speaks for the policy|verdict must be one of|nothing to change about a removal|names its id/,
  reference: /another request|decision is about/,
  content: /content has changed/,
  stage: /stage "|nothing to decide/,
  late: /expired before/,
  proof: /token is not valid|no proof|needs a token/,
  unknown: /knows nobody/,
  twin: /shares? (a|an) (name|address)|told apart/,
  involved: /asked for this/,
  role: /is not in /,
  twice: /has approved the stage .* already/,
};

export const VERDICTS = ['approve', 'reject', 'request-changes'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** The longest reason that every door takes, in characters. */
export const LONGEST_REASON = 2000;

/** A door through which a person may decide. */
export type PersonChannel = 'api' | 'cli' | 'portal' | 'slack' | 'github' | 'mail' | 'signal';

/** `policy`: the policy said yes by itself, through no door. */
export type DecisionChannel = PersonChannel | 'policy';

/** What one person said about one content, before it is proven. */
export interface Decision {
  readonly id: string;
  readonly reference: string;
  /** Directory id of the person. */
  readonly person: string;
  readonly verdict: Verdict;
  readonly specHash: string;
  readonly stage: string;
  readonly channel: DecisionChannel;
  readonly reason?: string;
  /** ISO 8601; after this the decision no longer counts. */
  readonly expires: string;
  /** Compact JWS over the fields above, made by the door that proved the person. */
  readonly token?: string;
}

/** A decision and whether it counts; refused ones stay visible with their reason. */
export interface JudgedDecision {
  readonly decision: Omit<Decision, 'token'>;
  readonly counts: boolean;
  /** Why it does not count, for people. */
  readonly refusal?: string;
  /** True for a plain signal without proof, accepted only where the configuration trusts them. */
  readonly unproven?: boolean;
  /** Whose seat it fills, where the person stood in for somebody who was away. Absent: their own. */
  readonly seat?: string;
  /** Of the stage's parties those that the seat speaks for. Absent when it never counted. */
  readonly speaksFor?: readonly string[];
  /** Of its stage when it was given: it counts while the stage has this. Absent when it never counted. */
  readonly binding?: string;
  readonly at: string;
}

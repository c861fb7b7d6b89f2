/*
 * How a door proves who decided: a token over the decision's own fields, signed with `auth.decisionKey`. Used by the
 * API (portal, CLI, Slack, signals) and by the activity that reads GitHub reviews.
 */
import type { Secret } from '../config.ts';
import type { Decision } from '../domain/decision.ts';
import type { PlainDecision } from '../workflows/messages.ts';
import { signToken, verifyToken } from './tokens.ts';

/** How long a decision may wait to be judged. */
export const DECISION_SECONDS = 3600;

const BOUND = ['id', 'reference', 'person', 'verdict', 'specHash', 'stage', 'channel', 'reason', 'expires'] as const;

/** A decision as a door knows it, before it is signed. */
export type UnsignedDecision = Omit<Decision, 'token' | 'expires'>;

/** The decision with its expiry and the token that proves it. `now` is when it was made. */
export async function signDecision(key: Secret, decision: UnsignedDecision, now = new Date()): Promise<Decision> {
  const expires = new Date(now.getTime() + DECISION_SECONDS * 1000).toISOString();
  const complete = { ...decision, expires };
  return { ...complete, token: await signToken(key, 'decision', complete, DECISION_SECONDS) };
}

/** The input of a plain `approve` or `reject` signal with its token, good for an hour and for this content only. */
export async function signPlainSignal(
  key: Secret,
  decision: Omit<UnsignedDecision, 'channel'>,
): Promise<PlainDecision> {
  const {
    reference: _,
    verdict: __,
    channel: ___,
    ...signal
  } = await signDecision(key, { ...decision, channel: 'signal' });
  return signal;
}

/** True when the decision's token was made by us for exactly this decision. */
export async function isProven(key: Secret, decision: Decision): Promise<boolean> {
  if (!decision.token) return false;
  const claims = await verifyToken(key, 'decision', decision.token).catch(() => undefined);
  return claims !== undefined && BOUND.every((name) => claims[name] === decision[name]);
}

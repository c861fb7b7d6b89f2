import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Secret } from '../config.ts';

/** A signed call as it came in: `body` is the raw body, before anything parsed it. */
export interface SignedCall {
  /** Header `X-Slack-Request-Timestamp`, seconds. */
  readonly timestamp: string | undefined;
  /** Header `X-Slack-Signature`. */
  readonly signature: string | undefined;
  readonly body: string;
}

const WINDOW_SECONDS = 300;

/** True when Slack made this call with our signing secret within the last five minutes of `nowMs`. */
export function isSignedBySlack(secret: Secret, call: SignedCall, nowMs: number): boolean {
  const { timestamp, signature, body } = call;
  if (!signature || !timestamp || !/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(nowMs / 1000 - Number(timestamp)) > WINDOW_SECONDS) return false;
  const digest = createHmac('sha256', secret.reveal()).update(`v0:${timestamp}:${body}`).digest('hex');
  const expected = Buffer.from(`v0=${digest}`);
  const given = Buffer.from(signature);
  return expected.length === given.length && timingSafeEqual(expected, given);
}

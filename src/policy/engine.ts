import type { PolicyAnswer, PolicyInput, PolicyVersion } from '../domain/policy.ts';

/** The rule that is asked: `answer` of the package `berth.approval`. */
export const ENTRYPOINT = 'berth/approval/answer';

/** What a policy said, and which one it was. */
export interface PolicyReply {
  readonly answer: PolicyAnswer;
  readonly version: PolicyVersion;
}

/**
 * Whoever evaluates the approval policy. Everything throws ClientError: `Unavailable` when nobody answers,
 * `Configuration` when the policy or the fleet's settings for it cannot be used; the message says where and how to mend it.
 */
export interface PolicyEngine {
  version(): Promise<PolicyVersion>;
  /** The answer is complete and consistent, see `readAnswer`. */
  ask(input: PolicyInput): Promise<PolicyReply>;
}

/**
 * The closed list of failure types, sorted by who must act. Every error an activity throws on purpose
 * carries one of these as its `type`; anything else is a bug and is treated as `Unavailable` until seen.
 */
export const FAILURES = {
  /** Nobody: it passes by itself; tried again. */
  Unavailable: 'nobody',
  RateLimited: 'nobody',
  NotYet: 'nobody',
  /** The requester mends what they sent. */
  InvalidRequest: 'requester',
  InvalidSelection: 'requester',
  /** Support mends the account plan. */
  InvalidAccountPlan: 'support',
  AccountConflict: 'support',
  /** The project lead looks again at the content. */
  ContentChanged: 'lead',
  /** The change is rendered again on what main has become; an operator looks when that does not help. */
  MergeConflict: 'operator',
  /** An operator lets people be asked once more, or ends the request. */
  Undecided: 'operator',
  /** An operator gives a right, mends the configuration or repairs a system. */
  Forbidden: 'operator',
  Configuration: 'operator',
  NameTaken: 'operator',
  UnapprovedMerge: 'operator',
  PlanDiffers: 'operator',
  ProvisioningFailed: 'operator',
  DeploymentFailed: 'operator',
  Rejected: 'operator',
} as const;

export type FailureType = keyof typeof FAILURES;
export type Actor = (typeof FAILURES)[FailureType];

/** Who must act on a failure type; an unknown type is an operator's. */
export function whoActs(type: string | null | undefined): Actor {
  return type && Object.hasOwn(FAILURES, type) ? FAILURES[type as FailureType] : 'operator';
}

/** True when trying again, unchanged, may succeed. */
export function isTransient(type: string | null | undefined): boolean {
  return whoActs(type) === 'nobody';
}

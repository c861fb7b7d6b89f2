/** What a request hands over when it is ready, and what Git says of it later: enough to keep an environment. */
export interface EnvironmentInput {
  readonly environment: string;
  readonly project: string;
  /** Mail address of the project lead. */
  readonly owner: string;
  /** Mail address. */
  readonly requester: string;
  /** The request that made it. */
  readonly reference: string;
  readonly clusters: readonly string[];
  /** ISO 8601; absent when it may live without end. */
  readonly leaseEnd?: string;
}

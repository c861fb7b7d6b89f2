import { condition, defineQuery, setCurrentDetails, setHandler } from '@temporalio/workflow';

/** What a request hands over when it is ready. */
export interface EnvironmentInput {
  readonly environment: string;
  readonly project: string;
  /** Mail address of the project lead. */
  readonly owner: string;
  readonly requester: string;
  /** The request that made it. */
  readonly reference: string;
  readonly clusters: readonly string[];
  /** ISO 8601; absent when it may live without end. */
  readonly leaseEnd?: string;
}

export const environmentQuery = defineQuery<EnvironmentInput & { status: 'active' }>('environment');

/** The long life of one environment; owner, lease and status for now. It is ended by its removal, not by time. */
export async function environment(input: EnvironmentInput): Promise<void> {
  setHandler(environmentQuery, () => ({ ...input, status: 'active' as const }));
  setCurrentDetails(
    `**${input.environment}** on ${input.clusters.join(', ')}, owned by ${input.owner}, made by ${input.reference}; lease: ${input.leaseEnd ?? 'no end'}`,
  );
  await condition(() => false);
}

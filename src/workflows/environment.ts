import { condition, defineQuery, setCurrentDetails, setHandler } from '@temporalio/workflow';
import type { EnvironmentInput } from '../domain/environment.ts';

export const environmentQuery = defineQuery<EnvironmentInput & { status: 'active' }>('environment');

/** The long life of one environment; owner, lease and status for now. It is ended by its removal, not by time. */
export async function environment(input: EnvironmentInput): Promise<void> {
  setHandler(environmentQuery, () => ({ ...input, status: 'active' as const }));
  setCurrentDetails(
    `**${input.environment}** on ${input.clusters.join(', ')}, owned by ${input.owner}, made by ${input.reference}; lease: ${input.leaseEnd ?? 'no end'}`,
  );
  await condition(() => false);
}

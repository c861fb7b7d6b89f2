import { InfrastructureError } from '../../infrastructure/error.ts';
import type { InfrastructureActivities } from '../contracts.ts';
import { failure } from '../failures.ts';

/** The same activities; what the layer below refuses becomes a failure that Temporal understands. */
export function asFailures(activities: InfrastructureActivities): InfrastructureActivities {
  const wrapped = Object.entries(activities).map(([name, act]) => [name, withFailures(act as Act)]);
  return Object.fromEntries(wrapped) as InfrastructureActivities;
}

type Act = (...args: readonly unknown[]) => Promise<unknown>;

function withFailures(act: Act): Act {
  return async (...args) => {
    try {
      return await act(...args);
    } catch (error) {
      throw error instanceof InfrastructureError ? failure(error.type, error.message, { cause: error }) : error;
    }
  };
}

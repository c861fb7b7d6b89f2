import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';

type Info = NonNullable<ConstructorParameters<typeof MockActivityEnvironment>[0]>;

/** An activity's surroundings; those that are to fail would fill the tests' output. */
export const activityEnvironment = (info: Info = {}) =>
  new MockActivityEnvironment(info, { logger: new DefaultLogger('ERROR') });

/** Runs what belongs into an activity. */
export async function inActivity<T>(call: () => Promise<T>, environment = activityEnvironment()): Promise<T> {
  return environment.run<[], T, () => Promise<T>>(call);
}

/** The same activities, each call in surroundings of its own, as a worker would run it. */
export function inContext<T extends object>(activities: T): T {
  const entries = Object.entries(activities as Record<string, (...input: unknown[]) => Promise<unknown>>);
  return Object.fromEntries(
    entries.map(([name, activity]) => [name, (...input: unknown[]) => inActivity(() => activity(...input))]),
  ) as T;
}

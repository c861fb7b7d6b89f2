import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';

/** An activity's surroundings; those that are to fail would fill the tests' output. */
export const activityEnvironment = () => new MockActivityEnvironment({}, { logger: new DefaultLogger('ERROR') });

/** Runs what belongs into an activity. */
export async function inActivity<T>(call: () => Promise<T>, environment = activityEnvironment()): Promise<T> {
  return environment.run<[], T, () => Promise<T>>(call);
}

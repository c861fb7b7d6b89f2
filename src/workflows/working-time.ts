import type { WaitName } from '../activities/contracts.ts';
import { failureOf } from './failure-of.ts';
import { insist } from './insist.ts';
import type { Lifecycle } from './lifecycle.ts';
import { type Schedule, workingScheduleOf } from './waiting.ts';

/**
 * Times of a wait of people, in working time of the project's calendar when it has one. While the fleet cannot be read
 * that is waited for, where people see it: no wait has other times because of an outage.
 * @param deadline such as `3d`, instead of the configured one.
 */
export async function scheduleForPeople(life: Lifecycle, name: WaitName, deadline?: string): Promise<Schedule> {
  try {
    return await workingScheduleOf(life, name, deadline);
  } catch (error) {
    failureOf(error);
    return insistAfter(life, error, () => workingScheduleOf(life, name, deadline));
  }
}

/** Mostly nothing fails, and then nothing is published for it. What has failed already is the first try. */
function insistAfter<T>(life: Lifecycle, failed: unknown, call: () => Promise<T>): Promise<T> {
  let first = true;
  return insist(life, 'the fleet repository', () => {
    const attempt = first ? Promise.reject(failed) : call();
    first = false;
    return attempt;
  });
}

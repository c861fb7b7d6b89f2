/*
 * When an incident may do what it does not do all the time. Timers say so by flags, and nothing is decided by the clock.
 */
import { sleep } from '@temporalio/workflow';

/** Its message changes once a minute at most, so that two hundred requests are not two hundred changes. */
export const SHOW_EVERY_MS = 60_000;
/** People are reminded once a day at most; a little less than a day, for reminders come in working time. */
export const REMIND_EVERY_MS = 20 * 3_600_000;
export const LOOK_EVERY_MS = 3_600_000;

export interface Pace {
  /** Its message may be changed. */
  mayShow: boolean;
  /** People may be reminded. */
  mayRemind: boolean;
  /** It is to be asked who of the members still goes on. */
  isLookDue: boolean;
}

export function newPace(): Pace {
  const pace: Pace = { mayShow: true, mayRemind: false, isLookDue: false };
  after(REMIND_EVERY_MS, () => void (pace.mayRemind = true));
  after(LOOK_EVERY_MS, () => void (pace.isLookDue = true));
  return pace;
}

/** Beside everything else; what is cancelled meanwhile is not to be done any more. */
export function after(ms: number, act: () => void): void {
  sleep(ms).then(act, () => undefined);
}

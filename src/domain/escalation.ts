/*
 * Who is told when a wait of people goes on and on, rung by rung. Those told see who is missing and what helps; they decide
 * nothing by it.
 */
import { addWorkingTime, type BusinessCalendar, workingTimeBetween } from './calendar.ts';
import { addTime, parseDuration } from './duration.ts';

export interface Rung {
  /** A length such as `3d`, or a share of the time until the deadline such as `80%`. */
  readonly after: string;
  /** `manager` of those who are waited for, `platform-operator`, or `group:<name>` of the directory. */
  readonly tell: readonly string[];
}

/** By kind of wait. */
export type Escalation = {
  readonly [K in 'triage' | 'accounts' | 'selection' | 'approval' | 'manual' | 'repair']: readonly Rung[];
};

/** A rung of one wait. */
export interface DueRung {
  /** ISO 8601. */
  readonly at: string;
  readonly tell: readonly string[];
}

/** Rungs of a wait of this name; none for waits that are not for people. */
export const ladderOf = (escalation: Escalation, wait: string): readonly Rung[] =>
  Object.hasOwn(escalation, wait) ? escalation[wait as keyof Escalation] : [];

/**
 * When each rung is reached, in order, in working time where there is a calendar; those after the deadline never are.
 * @param times of the wait, ISO 8601.
 * @throws CalendarError when nobody ever works.
 */
export function rungsOf(
  ladder: readonly Rung[],
  calendar: BusinessCalendar | undefined,
  times: { readonly from: string; readonly deadline: string },
): DueRung[] {
  const [from, deadline] = [Date.parse(times.from), Date.parse(times.deadline)];
  const moments = ladder.map(({ after, tell }) => ({ moment: reached(after, calendar, from, deadline), tell }));
  return moments
    .filter(({ moment }) => moment < deadline)
    .toSorted((a, b) => a.moment - b.moment)
    .map(({ moment, tell }) => ({ at: new Date(moment).toISOString(), tell }));
}

function reached(after: string, calendar: BusinessCalendar | undefined, from: number, deadline: number): number {
  const duration = after.endsWith('%') ? shareOf(after, calendar, from, deadline) : parseDuration(after);
  return calendar ? addWorkingTime(calendar, from, duration) : addTime(from, duration);
}

function shareOf(after: string, calendar: BusinessCalendar | undefined, from: number, deadline: number) {
  const whole = calendar ? workingTimeBetween(calendar, from, deadline) : deadline - from;
  return { amount: Math.round((whole * Number.parseInt(after, 10)) / 100_000), unit: 's' } as const;
}

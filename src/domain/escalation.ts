/*
 * Who is told when a wait of people goes on and on, rung by rung. Those told see who is missing and what helps; they decide
 * nothing by it.
 */
import { z } from 'zod';
import { addWorkingTime, type BusinessCalendar, workingTimeBetween } from './calendar.ts';
import { addTime, parseDuration } from './duration.ts';

/** `manager` of those who are waited for, `platform-operator`, or `group:<name>` of the directory. */
const AUDIENCE = /^(manager|platform-operator|group:\S.*)$/;
const AFTER = /^(\d+[smhd]|[1-9]\d?%)$/;

const rung = z.strictObject({
  after: z.string().regex(AFTER, 'must be a length such as "3d", or a share of the time such as "80%"'),
  tell: z.array(z.string().regex(AUDIENCE, 'must be manager, platform-operator or "group:<name>"')).min(1),
});
export type Rung = z.infer<typeof rung>;

/** Before it is over somebody hears of it who can bring in whoever stands in. */
const LATE: readonly Rung[] = [{ after: '80%', tell: ['platform-operator'] }];

const ladder = z.array(rung);
const withDefault = ladder.default([...LATE]);

/** By kind of wait. What failed is with operators already. */
export const escalationSettings = z.strictObject({
  triage: withDefault,
  accounts: withDefault,
  selection: withDefault,
  approval: withDefault,
  manual: withDefault,
  repair: ladder.default([]),
});
export type Escalation = z.infer<typeof escalationSettings>;

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

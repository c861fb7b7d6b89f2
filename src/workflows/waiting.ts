/*
 * Every wait of a request goes through here: it says who is waited for, since when, until when and what happens
 * then; it reminds; and it ends.
 */
import { condition } from '@temporalio/workflow';
import type { DueTimes, WaitName } from '../activities/contracts.ts';
import type { AfterDeadline } from '../domain/after-deadline.ts';
import { readableTime } from '../domain/readable-time.ts';
import type { WaitingKind } from '../domain/status.ts';
import { escalate } from './escalation.ts';
import { calendar, workingTime } from './gateways.ts';
import { type Lifecycle, RequestEnded } from './lifecycle.ts';
import { beside, projectOf } from './notify.ts';
import { publish, transition } from './transitions.ts';

export interface Wait {
  readonly name: WaitName;
  readonly kind: WaitingKind;
  readonly who: readonly string[];
  readonly text: string;
  /** What happens at the deadline. */
  readonly next: AfterDeadline;
  /** Called at each reminder's time. */
  readonly remind?: (reminder: ReminderFacts) => Promise<void>;
}

/** What every reminder says. */
export interface ReminderFacts {
  /** Since when it waits; ISO 8601. */
  readonly since: string;
  readonly deadline: string;
  /** What happens at the deadline. */
  readonly next: string;
  /** Its number, from 1. */
  readonly reminder: number;
  /** How long it has waited, in words. */
  readonly waited?: string;
}

/** Times of one wait; a wait that is taken up again keeps them. */
export interface Schedule {
  readonly since: string;
  /** What is done meanwhile, in order; what has been done is taken out. */
  readonly due: Due[];
  readonly deadline: string;
}

/** A reminder, or a rung of the escalation. */
interface Due {
  readonly at: string;
  /** From 1, of its kind. */
  readonly number: number;
  /** How long it has waited by then, in words. */
  readonly waited?: string;
  /** Who is told beside those who are waited for; absent: it is a reminder. */
  readonly tell?: readonly string[];
}

/** For a wait in which every hour counts. */
export async function scheduleOf(name: WaitName): Promise<Schedule> {
  const since = new Date().toISOString();
  return asSchedule(since, await calendar.dueTimes({ kind: name, from: since }));
}

/**
 * For a wait of people, in working time of the project's calendar when it has one.
 * @param deadline such as `3d`, instead of the configured one.
 * @throws the activity's error, when the calendar cannot be read.
 */
export async function workingScheduleOf(life: Lifecycle, name: WaitName, deadline?: string): Promise<Schedule> {
  const since = new Date().toISOString();
  const { project } = projectOf(life);
  const wait = { kind: name, from: since, project, ...(deadline === undefined ? {} : { deadline }) };
  return asSchedule(since, await workingTime.dueTimes(wait));
}

function asSchedule(since: string, { reminders, deadline, waited = [], rungs = [] }: DueTimes): Schedule {
  const reminding = reminders.map((at, n) => ({ at, number: n + 1, ...(waited[n] ? { waited: waited[n] } : {}) }));
  const telling = rungs.map((rung, n) => ({ ...rung, number: n + 1 }));
  const due = [...reminding, ...telling].toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return { since, deadline, due };
}

/**
 * Waits until `done`, showing whom for.
 * @returns false when the deadline passed first.
 * @throws RequestEnded when the request was withdrawn meanwhile.
 */
export async function waitFor(life: Lifecycle, wait: Wait, done: () => boolean, schedule?: Schedule): Promise<boolean> {
  const times = schedule ?? (await scheduleOf(wait.name));
  showWait(life, wait, times);
  const woken = await waitWithReminders(life, wait, times, () => done() || life.inbox.withdrawal !== undefined);
  transition(life, { waitingOn: null, phase: 'running' });
  endIfWithdrawn(life);
  return woken;
}

/** Ends the request here when its requester has withdrawn it. */
export function endIfWithdrawn(life: Lifecycle): void {
  const { withdrawal } = life.inbox;
  if (withdrawal) throw new RequestEnded('withdrawn', `Withdrawn by ${withdrawal.by}: ${withdrawal.reason}`);
}

/** Shows whom or what is waited for; also for steps that look again and again instead of waiting for a message. */
export function showWait(
  life: Lifecycle,
  wait: Pick<Wait, 'kind' | 'who' | 'text' | 'next'>,
  times: Pick<Schedule, 'since' | 'deadline'>,
): void {
  const { kind, who, text, next } = wait;
  const waitingOn = { kind, who, text, since: times.since, deadline: times.deadline, next };
  transition(life, { waitingOn, phase: life.status.failure ? 'needs-person' : 'waiting' });
  publish(life);
}

async function waitWithReminders(life: Lifecycle, wait: Wait, times: Schedule, done: () => boolean): Promise<boolean> {
  for (let [due] = times.due; due; [due] = times.due) {
    const summary = `${due.tell ? 'Escalation' : 'Reminder'} ${due.number}: ${wait.text}`;
    if (await condition(done, millisecondsUntil(due.at), { summary })) return true;
    times.due.shift();
    actOnDue(life, wait, times, due);
  }
  return condition(done, millisecondsUntil(times.deadline), { summary: `Deadline: ${wait.text}` });
}

function actOnDue(life: Lifecycle, wait: Wait, times: Schedule, due: Due): void {
  const { number, tell } = due;
  const { waitingOn } = life.status;
  if (tell) {
    if (waitingOn) beside(life, escalate(life, waitingOn, { number, tell }));
    return;
  }
  transition(life, {}, `Reminded ${wait.who.join(', ')}: ${wait.text}`);
  if (wait.remind) beside(life, wait.remind(factsOf(wait, times, due)));
}

function factsOf({ next }: Wait, { since, deadline }: Schedule, { number, waited }: Due): ReminderFacts {
  return { since, deadline, next, reminder: number, ...(waited ? { waited } : {}) };
}

/** For a reminder in Slack: how long it has waited, and what happens when nobody acts. */
export function describeReminder({ waited, deadline, next }: ReminderFacts): string {
  const since = waited ? ` It has waited for ${waited}.` : '';
  return `${since} If nobody acts until ${readableTime(deadline)}, ${next}.`;
}

/** At least a millisecond, for a timer cannot be zero. */
const millisecondsUntil = (time: string) => Math.max(1, Date.parse(time) - Date.now());

/*
 * Every wait of a request goes through here: it says who is waited for, since when, until when and what happens
 * then; it reminds; and it ends.
 */
import { condition } from '@temporalio/workflow';
import type { WaitName } from '../activities/contracts.ts';
import type { WaitingKind } from '../domain/status.ts';
import { calendar } from './gateways.ts';
import { type Lifecycle, RequestEnded } from './lifecycle.ts';
import { beside } from './notify.ts';
import { publish, transition } from './transitions.ts';

export interface Wait {
  readonly name: WaitName;
  readonly kind: WaitingKind;
  readonly who: readonly string[];
  readonly text: string;
  /** What happens at the deadline, in words. */
  readonly next: string;
  /** Called at each reminder's time with its number, from 1: a reminder that equals the last one is hidden by readers. */
  readonly remind?: (number: number) => Promise<void>;
}

/** Times of one wait; a wait that is taken up again keeps them. */
export interface Schedule {
  readonly since: string;
  readonly reminders: string[];
  readonly deadline: string;
}

/** @param deadline such as `3d`, instead of the configured one. */
export async function scheduleOf(name: WaitName, deadline?: string): Promise<Schedule> {
  const since = new Date().toISOString();
  const wait = { kind: name, from: since, ...(deadline === undefined ? {} : { deadline }) };
  return { since, ...(await calendar.dueTimes(wait)) };
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
  for (let number = 1; times.reminders.length > 0; number++) {
    const summary = `Reminder ${number}: ${wait.text}`;
    if (await condition(done, millisecondsUntil(times.reminders[0] as string), { summary })) return true;
    times.reminders.shift();
    transition(life, {}, `Reminded ${wait.who.join(', ')}: ${wait.text}`);
    if (wait.remind) beside(life, wait.remind(number));
  }
  return condition(done, millisecondsUntil(times.deadline), { summary: `Deadline: ${wait.text}` });
}

/** At least a millisecond, for a timer cannot be zero. */
const millisecondsUntil = (time: string) => Math.max(1, Date.parse(time) - Date.now());

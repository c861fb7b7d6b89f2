/* Who of a queue does its task: somebody takes it, for others to see, and it can be given back. */
import type { Task } from '../domain/status.ts';
import { audit } from './audit.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { ActedBy, TaskRelease } from './messages.ts';
import { publish, transition } from './transitions.ts';

/** The task is this person's now, whosever it was. */
export function claim(life: Lifecycle, by: ActedBy): void {
  const { task } = life.status;
  if (!task) return;
  settle(life, { ...task, claimedBy: by.person }, by, `Claimed: ${task.title}`, { act: 'claim-task' });
}

/** The task is nobody's any more. */
export function release(life: Lifecycle, by: ActedBy): void {
  const { task } = life.status;
  if (!task) return;
  const { claimedBy, ...free } = task;
  settle(life, free, by, `Given back: ${task.title}`, { act: 'release-task', claimedBy });
}

/** Whoever gives it back has seen whose it is: what somebody else has taken meanwhile stays theirs. */
export function refusalOfRelease({ status }: Lifecycle, { holder }: TaskRelease): string | undefined {
  const claimedBy = status.task?.claimedBy;
  if (claimedBy === undefined) return 'Nobody has claimed this task';
  return claimedBy === holder ? undefined : `This task is ${claimedBy}'s by now`;
}

function settle(
  life: Lifecycle,
  task: Task,
  { person, channel }: ActedBy,
  what: string,
  facts: { readonly act: string; readonly claimedBy?: string | undefined },
): void {
  transition(life, { task }, what, person);
  audit(life, { kind: 'act', by: person, what, facts: { ...facts, task: task.id, channel } });
  publish(life);
}

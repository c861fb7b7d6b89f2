import type { Task } from '../domain/status.ts';
import { type Inbox, type Lifecycle, RequestEnded } from './lifecycle.ts';
import { announce } from './notify.ts';
import { transition } from './transitions.ts';
import { scheduleOf, type Wait, waitFor } from './waiting.ts';

type NewTask = Omit<Task, 'since' | 'due' | 'claimedBy'> & { readonly id: 'triage' | 'accounts' | 'manual' };

/**
 * Opens a task in a queue and waits for its completion; the queue's channel is reminded.
 * @throws RequestEnded when nobody completes it in time.
 */
export async function takeTask(
  life: Lifecycle,
  task: NewTask,
  next: string,
): Promise<NonNullable<Inbox['completion']>> {
  const schedule = await scheduleOf(task.id);
  takeCompletion(life);
  transition(
    life,
    { task: { ...task, since: schedule.since, due: schedule.deadline } },
    `Task for ${task.queue}: ${task.title}`,
  );
  const wait: Wait = {
    name: task.id,
    kind: 'person',
    who: [`queue:${task.queue}`],
    text: task.title,
    next,
    remind: (number) =>
      announce(life, `reminder-${task.id}-${number}`, `${life.input.reference} waits for ${task.queue}: ${task.title}`),
  };
  const done = await waitFor(life, wait, () => life.inbox.completion?.task === task.id, schedule);
  const completion = takeCompletion(life);
  transition(life, { task: null });
  if (!done || !completion) throw new RequestEnded('expired', `Nobody completed the task "${task.title}"`);
  transition(life, {}, `Task done: ${task.title}`, completion.by.person);
  return completion;
}

/** What has been completed, taken out of the inbox. */
function takeCompletion(life: Lifecycle): Inbox['completion'] {
  const { completion } = life.inbox;
  delete life.inbox.completion;
  return completion;
}

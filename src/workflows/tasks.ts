import { queueName } from '../domain/naming.ts';
import type { Task } from '../domain/status.ts';
import { audit } from './audit.ts';
import { type Inbox, type Lifecycle, RequestEnded } from './lifecycle.ts';
import { announce, beside } from './notify.ts';
import { transition } from './transitions.ts';
import { describeReminder, type Wait, waitFor } from './waiting.ts';
import { scheduleForPeople } from './working-time.ts';

type NewTask = Omit<Task, 'since' | 'due' | 'claimedBy'> & { readonly id: 'triage' | 'accounts' | 'manual' };

/** A task waits for two terms: after the first the channel hears that nobody has taken it, after the second it is over. */
const TERMS = [
  { name: 'first', next: 'the whole team is asked in its channel' },
  { name: 'last', next: 'the request expires and is undone' },
] as const;

/**
 * Opens a task in a queue and waits for its completion; the queue's channel is reminded, then asked once more.
 * @throws RequestEnded when nobody completes it in time.
 */
export async function takeTask(life: Lifecycle, task: NewTask): Promise<NonNullable<Inbox['completion']>> {
  takeCompletion(life);
  for (const term of TERMS) {
    const completion = await waitOneTerm(life, task, term);
    transition(life, { task: null });
    if (completion) {
      const { person, channel } = completion.by;
      const what = `Task done: ${task.title}`;
      transition(life, {}, what, person);
      audit(life, { kind: 'act', by: person, what, facts: { act: 'complete-task', task: task.id, channel } });
      return completion;
    }
    if (term.name === 'first') escalate(life, task);
  }
  throw new RequestEnded('expired', `Nobody completed the task "${task.title}"`);
}

async function waitOneTerm(life: Lifecycle, task: NewTask, term: (typeof TERMS)[number]): Promise<Inbox['completion']> {
  const schedule = await scheduleForPeople(life, task.id);
  const { since, deadline: due } = schedule;
  transition(life, { task: { ...task, since, due } }, `Task for ${task.queue} (${term.name} term): ${task.title}`);
  const wait: Wait = {
    name: task.id,
    kind: 'person',
    who: [queueName(task.queue)],
    text: task.title,
    next: term.next,
    remind: (facts) => {
      const text = `${waitsFor(life, task)}.${describeReminder(facts)}`;
      return announce(life, `reminder-${task.id}-${term.name}-${facts.reminder}`, text);
    },
  };
  await waitFor(life, wait, () => life.inbox.completion?.task === task.id, schedule);
  return takeCompletion(life);
}

function escalate(life: Lifecycle, task: NewTask): void {
  transition(life, {}, `Nobody has completed the task "${task.title}"; everybody in the channel is asked`);
  beside(life, announce(life, `escalation-${task.id}`, `Overdue: ${waitsFor(life, task)}`));
}

const waitsFor = (life: Lifecycle, { queue, title }: NewTask) => `${life.input.reference} waits for ${queue}: ${title}`;

/** What has been completed, taken out of the inbox. */
function takeCompletion(life: Lifecycle): Inbox['completion'] {
  const { completion } = life.inbox;
  delete life.inbox.completion;
  return completion;
}

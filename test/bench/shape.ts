/* What a history is made of, so that a workflow without any content can be given the same. */
import type { HistoryEvent } from './follow.ts';

/** A stretch of a workflow. `remote`: so many at once; `local`: one after another; `messages`: awaited under a timer. */
export type Stretch =
  | { readonly kind: 'remote' | 'local'; readonly count: number }
  | { readonly kind: 'messages'; readonly messages: readonly ('update' | 'signal')[] };

/** Activities of the repository's workflow are counted with the request that waits for them. */
const ANSWER_OF_REPOSITORY = 'merged';

/** The stretches of a history, in order. */
export function shapeOf(events: readonly HistoryEvent[]): Stretch[] {
  const shape: Stretch[] = [];
  let lastTask = '';
  for (const event of events) {
    const scheduled = event.activityTaskScheduledEventAttributes;
    const task = String(scheduled?.workflowTaskCompletedEventId);
    const message = messageOf(event);
    if (scheduled) add(shape, { kind: 'remote', count: 1 }, task === lastTask);
    if (scheduled) lastTask = task;
    if (event.markerRecordedEventAttributes) add(shape, { kind: 'local', count: 1 }, true);
    if (event.workflowExecutionSignaledEventAttributes?.signalName === ANSWER_OF_REPOSITORY)
      shape.push({ kind: 'remote', count: 1 });
    if (message) add(shape, { kind: 'messages', messages: [message] }, true);
  }
  return shape;
}

function messageOf(event: HistoryEvent): 'update' | 'signal' | undefined {
  if (event.workflowExecutionUpdateAcceptedEventAttributes) return 'update';
  return event.workflowExecutionSignaledEventAttributes ? 'signal' : undefined;
}

/** Joins the stretch to the last one when it is of the same kind and may be. */
function add(shape: Stretch[], next: Stretch, mayJoin: boolean): void {
  const last = mayJoin ? shape.at(-1) : undefined;
  if (last?.kind === 'messages' && next.kind === 'messages') {
    shape.splice(-1, 1, { kind: 'messages', messages: [...last.messages, ...next.messages] });
  } else if (last && last.kind !== 'messages' && next.kind === last.kind) {
    shape.splice(-1, 1, { kind: last.kind, count: last.count + next.count });
  } else shape.push(next);
}

/** How many of each a history has. */
export interface Counts {
  readonly events: number;
  readonly workflowTasks: number;
  readonly remoteActivities: number;
  readonly localActivities: number;
  readonly timers: number;
  readonly updates: number;
  readonly signals: number;
}

export function countsOf(events: readonly HistoryEvent[]): Counts {
  const count = (name: keyof HistoryEvent) => events.filter((event) => event[name]).length;
  return {
    events: events.length,
    workflowTasks: count('workflowTaskCompletedEventAttributes'),
    remoteActivities: count('activityTaskScheduledEventAttributes'),
    localActivities: count('markerRecordedEventAttributes'),
    timers: count('timerStartedEventAttributes'),
    updates: count('workflowExecutionUpdateAcceptedEventAttributes'),
    signals: count('workflowExecutionSignaledEventAttributes'),
  };
}

/** The names of the activities that a history schedules, each as often as it does. */
export function activityNames(events: readonly HistoryEvent[]): string[] {
  return events.flatMap((event) => event.activityTaskScheduledEventAttributes?.activityType?.name ?? []);
}

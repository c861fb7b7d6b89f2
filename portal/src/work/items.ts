import type { RequestStatus, Task } from '../../../src/domain/status.ts';

/** One request that waits for somebody, as `/api/tasks` tells it. */
export interface WorkItem
  extends Pick<RequestStatus, 'reference' | 'phase' | 'step' | 'waitingOn' | 'updatedAt' | 'requester' | 'task'> {
  readonly project: string | null;
}

export type WorkKind = Task['id'] | 'decision' | 'other';

/** What is to be done about it. */
export function kindOf({ task, step, waitingOn }: Pick<WorkItem, 'task' | 'step' | 'waitingOn'>): WorkKind {
  if (task) return task.id;
  return step === 'APPROVAL_WORKFLOW' && waitingOn?.kind === 'person' ? 'decision' : 'other';
}

/** The page on which it is done. */
export function pageOf(item: WorkItem): string {
  const { reference } = item;
  switch (kindOf(item)) {
    case 'decision':
      return `/decisions/${reference}`;
    case 'other':
      return `/requests/${reference}`;
    default:
      return `/work/${reference}`;
  }
}

/** ISO 8601; undefined: nothing presses. */
export const dueOf = ({ task, waitingOn }: WorkItem): string | undefined => task?.due ?? waitingOn?.deadline;

export type Urgency = 'overdue' | 'soon' | 'later';
const SOON = 24 * 3_600_000;

export function urgencyOf(item: WorkItem, now: number): Urgency {
  const due = Date.parse(dueOf(item) ?? '9999-12-31');
  if (due <= now) return 'overdue';
  return due - now <= SOON ? 'soon' : 'later';
}

/** What is due first stands first; nothing is twice in both. What waits for me alone is not work of a queue any more. */
export function sortWork(
  mine: readonly WorkItem[],
  queue: readonly WorkItem[],
): { mine: WorkItem[]; queue: WorkItem[] } {
  const taken = new Set(mine.map(({ reference }) => reference));
  return { mine: byDue(mine), queue: byDue(queue.filter(({ reference }) => !taken.has(reference))) };
}

const byDue = (items: readonly WorkItem[]): WorkItem[] =>
  items.toSorted(
    (a, b) => Date.parse(dueOf(a) ?? '9999') - Date.parse(dueOf(b) ?? '9999') || (a.reference < b.reference ? -1 : 1),
  );

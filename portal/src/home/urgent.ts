import type { WaitingOn } from '../../../src/domain/status.ts';

interface Waits {
  readonly waitingOn: Pick<WaitingOn, 'deadline'> | null;
}

const dueOf = ({ waitingOn }: Waits): number => (waitingOn ? Date.parse(waitingOn.deadline) : Number.POSITIVE_INFINITY);

/** What is due first comes first, so that what is overdue does. */
export const mostUrgentFirst = <T extends Waits>(items: readonly T[]): T[] =>
  items.toSorted((a, b) => (dueOf(a) < dueOf(b) ? -1 : dueOf(a) > dueOf(b) ? 1 : 0));

/** @param now in milliseconds since 1970. */
export const isOverdue = (item: Waits, now: number): boolean => dueOf(item) < now;

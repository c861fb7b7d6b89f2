import type { TimelineEntry } from '../../../src/domain/status.ts';

const identity = ({ at, step, text, who }: TimelineEntry) => JSON.stringify([at, step, text, who]);

/** The story with what was told since, each entry once: a stream that was taken up again may repeat itself. */
export function withFresh(known: readonly TimelineEntry[], fresh: readonly TimelineEntry[]): TimelineEntry[] {
  const seen = new Set(known.map(identity));
  return [...known, ...fresh.filter((entry) => !seen.has(identity(entry)))];
}

/** What Berth tells, newest first. */
export const eventsOf = (story: readonly TimelineEntry[]): TimelineEntry[] =>
  story.filter(({ comment }) => !comment).toReversed();

/** What people said, oldest first. */
export const talkOf = (story: readonly TimelineEntry[]): TimelineEntry[] => story.filter(({ comment }) => comment);

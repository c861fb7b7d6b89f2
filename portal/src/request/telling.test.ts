import type { TimelineEntry } from '../../../src/domain/status.ts';
import { eventsOf, talkOf, withFresh } from './telling.ts';

const told = (text: string, more: Partial<TimelineEntry> = {}): TimelineEntry => ({
  at: '2026-11-22T08:00:00.000Z',
  step: 'APPROVAL_WORKFLOW',
  text,
  ...more,
});

test('what a stream repeats stands in the story once', () => {
  const known = [told('a'), told('b')];
  expect(withFresh(known, [told('b'), told('c')])).toEqual([told('a'), told('b'), told('c')]);
});

test('what happened is told newest first, what people said in its order', () => {
  const story = [told('a'), told('Why?', { comment: true }), told('b'), told('So.', { comment: true })];
  expect(eventsOf(story).map(({ text }) => text)).toEqual(['b', 'a']);
  expect(talkOf(story).map(({ text }) => text)).toEqual(['Why?', 'So.']);
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type HistoryJson, historyFromJson } from '../support/history-json.ts';
import { countsOf, type Stretch, shapeOf } from './shape.ts';

const FOLDER = join(import.meta.dirname, '..', 'histories');
const file = readdirSync(FOLDER).find((name) => name.startsWith('request-lifecycle.happy-path.')) ?? '';
const events = historyFromJson(JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as HistoryJson).events ?? [];

const sum = (shape: readonly Stretch[], kind: 'remote' | 'local') =>
  shape.reduce((all, stretch) => all + (stretch.kind === kind ? stretch.count : 0), 0);

test('the bare workflow gets what a request has: its activities, the merge, and every message', () => {
  const shape = shapeOf(events);

  const counts = countsOf(events);
  const messages = shape.flatMap((stretch) => (stretch.kind === 'messages' ? stretch.messages : []));
  expect(counts.remoteActivities).toBeGreaterThan(15);
  expect(sum(shape, 'remote')).toBe(counts.remoteActivities + 1);
  expect(sum(shape, 'local')).toBe(counts.localActivities);
  expect(messages.filter((message) => message === 'update')).toHaveLength(counts.updates);
  expect(messages.filter((message) => message === 'signal')).toHaveLength(counts.signals);
});

test('what is started by one workflow task stays together', () => {
  const scheduled = (task: number) => ({
    activityTaskScheduledEventAttributes: { workflowTaskCompletedEventId: task },
  });
  const history = [4, 4, 10].map((task) => scheduled(task) as unknown as (typeof events)[number]);

  expect(shapeOf(history)).toEqual([
    { kind: 'remote', count: 2 },
    { kind: 'remote', count: 1 },
  ]);
});

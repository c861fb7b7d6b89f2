import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { type HistoryJson, historyFromJson } from '../support/history-json.ts';
import { workflowCode } from '../support/temporal.ts';

const files = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.json'));

const read = (file: string) => JSON.parse(readFileSync(join(import.meta.dirname, file), 'utf8')) as HistoryJson;

const HAPPY_PATH = files.find((file) => file.startsWith('request-lifecycle.happy-path.')) ?? '';

/** What replaying found wrong. The id in the history's name is checked by the workflow, so it is the real one. */
async function replay(json: HistoryJson): Promise<Error | undefined> {
  const workflowId = String(attributes(json.events[0], 'workflowExecutionStarted')['workflowId']);
  const histories = [{ workflowId, history: historyFromJson(json) }];
  for await (const { error } of Worker.runReplayHistories(workflowCode(), histories)) return error;
  throw new Error('Nothing was replayed');
}

type Event = HistoryJson['events'][number];
const attributes = (event: Event | undefined, type: string) =>
  (event?.[`${type}EventAttributes`] ?? {}) as Readonly<Record<string, unknown>>;

const nameOf = (event: Event) =>
  (attributes(event, 'activityTaskScheduled')['activityType'] as { name: string } | undefined)?.name;

test.each(files)('%s replays', async (file) => {
  expect(await replay(read(file))).toBeUndefined();
});

test('there is a history of each story', () => {
  const stories = new Set(files.map((file) => file.split('.').slice(0, 2).join('.')));
  expect([...stories].toSorted()).toEqual([
    'audit-keeper.written',
    'environment.removed',
    'freeze.thawed',
    'incident.retried',
    'mailbox.read-and-failed',
    'person.reminded',
    'repository.merged',
    'request-lifecycle.changes-requested',
    'request-lifecycle.happy-path',
    'request-lifecycle.rejected',
    'request-lifecycle.removed',
    'request-lifecycle.repaired',
    'request-lifecycle.withdrawn',
    'reservations.served',
    'webhook.refused',
  ]);
});

test('a history with an activity of another name does not replay', async () => {
  const altered = JSON.parse(JSON.stringify(read(HAPPY_PATH)).replace('"name":"proposeChange"', '"name":"openChange"'));

  expect(await replay(altered as HistoryJson)).toBeInstanceOf(DeterminismViolationError);
});

test('a history without one of its activities does not replay', async () => {
  const altered = withoutActivity(read(HAPPY_PATH), 'checkSelection');

  expect(await replay(altered)).toBeInstanceOf(DeterminismViolationError);
});

/** Takes the three events of an activity out and numbers the rest anew. */
function withoutActivity({ events }: HistoryJson, name: string): HistoryJson {
  const scheduled = events.find((event) => nameOf(event) === name)?.['eventId'];
  const kept = events.filter((event) => event['eventId'] !== scheduled && !belongsTo(event, scheduled));
  expect(kept).toHaveLength(events.length - 3);
  const numbers = new Map(kept.map((event, i) => [event['eventId'], String(i + 1)]));
  const renumbered = JSON.stringify(kept, (key, value: unknown) =>
    /^(e|.+E)ventId$/.test(key) ? (numbers.get(value) ?? value) : value,
  );
  return { events: JSON.parse(renumbered) as Event[] };
}

const belongsTo = (event: Event, scheduled: unknown) =>
  ['activityTaskStarted', 'activityTaskCompleted'].some(
    (type) => attributes(event, type)['scheduledEventId'] === scheduled,
  );

/*
 * `npm run record`: plays a few stories through the workflows with scripted activities and keeps their histories in
 * test/histories, where every later version must be able to replay them. When to run it: CONTRIBUTING.md.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import packageJson from '../package.json' with { type: 'json' };
import bundleWorkflows from '../test/support/global-setup.ts';
import { type History, type HistoryJson, historyToJson } from '../test/support/history-json.ts';
import { STORIES } from '../test/support/stories.ts';
import { startEnvironment } from '../test/support/temporal.ts';

const FOLDER = join(import.meta.dirname, '..', 'test', 'histories');

/** Of no use to a replay: what only readers of Temporal UI see, and where the recording was made. */
const LEFT_OUT = ['upsertedMemo', 'workerVersion', 'stackTrace', 'identity'];
/** Such a task queue is named after the machine. */
const STICKY = 'TASK_QUEUE_KIND_STICKY';

await bundleWorkflows();
const env = await startEnvironment();
try {
  for (const [name, play] of Object.entries(STORIES)) write(name, await play(env));
} finally {
  await env.teardown();
}

/** One event a line, so that a history can be read and compared. */
function write(name: string, history: History): void {
  const { events } = slim(historyToJson(history)) as HistoryJson;
  const file = join(FOLDER, `${name}.${packageJson.version}.json`);
  const text = `{"events":[\n${events.map((event) => JSON.stringify(event)).join(',\n')}\n]}\n`;
  writeFileSync(file, text);
  console.log(`${name}: ${events.length} events, ${(text.length / 1024).toFixed(0)} KiB`);
}

function slim(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(slim);
  if (value === null || typeof value !== 'object') return value;
  if ('kind' in value && value.kind === STICKY) return { name: 'sticky', kind: STICKY };
  const kept = Object.entries(value).filter(([key]) => !LEFT_OUT.includes(key));
  return Object.fromEntries(kept.map(([key, inner]) => [key, slim(inner)]));
}

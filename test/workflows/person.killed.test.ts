import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import type { AuditEntry } from '../../src/domain/audit.ts';
import { WORKFLOW_BUNDLE } from '../../src/workflow-code.ts';
import { ABSENCES_MEMO, endAbsenceSignal, TASK_QUEUES } from '../../src/workflows/messages.ts';
import { mortalWorker } from '../support/crowd.ts';
import { eventually } from '../support/eventually.ts';
import { absenceFrom, nudgeOf, personOf } from '../support/person.ts';
import { startEnvironment } from '../support/temporal.ts';

const DAY = 86_400_000;
const WITHIN_MS = 60_000;

let env: TestWorkflowEnvironment;
const folder = mkdtempSync(join(tmpdir(), 'berth-person-'));
beforeAll(async () => {
  env = await startEnvironment();
});
afterAll(async () => {
  await env.teardown();
  rmSync(folder, { recursive: true, force: true });
});

async function bundle(): Promise<string> {
  if (process.env.BERTH_WORKFLOW_BUNDLE) return process.env.BERTH_WORKFLOW_BUNDLE;
  const path = join(folder, 'workflows.js');
  const { code } = await bundleWorkflowCode({ ...WORKFLOW_BUNDLE, logger: new DefaultLogger('WARN') });
  writeFileSync(path, code);
  return path;
}

/** What activities of this name were called with; the same call once, for a repeat is what a killed worker costs. */
function done<Input>(activity: string): Input[] {
  const file = join(folder, activity);
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  return [...new Set(lines)].map((line) => (JSON.parse(line) as { input: Input }).input);
}

test(
  'killed while it records, tells and reminds, a person’s worker leaves nothing out, and says nothing else the second time',
  async () => {
    const worker = mortalWorker(new URL('../support/person-worker.ts', import.meta.url), [
      env.address,
      await bundle(),
      folder,
    ]);
    try {
      const lee = personOf(env, TASK_QUEUES.main);
      const struck = (activity: string) => eventually(() => existsSync(join(folder, `${activity}.struck`)), WITHIN_MS);
      const holiday = absenceFrom(Date.now(), 0, 9 * DAY, 'nia');
      await lee.away(holiday);
      await struck('enterIntoRecord');
      await worker.restart();
      await struck('tellStaffing');
      await worker.kill();
      // Heard of while nobody works.
      await lee.nudge(nudgeOf('BR-1'));
      await lee.handle.signal(endAbsenceSignal, { id: holiday.id, by: 'lee' });
      await lee.away(holiday);
      expect((await lee.handle.describe()).memo?.[ABSENCES_MEMO]).toEqual([holiday]);
      await worker.restart();
      await struck('sendDigest');
      await lee.nudge(nudgeOf('BR-2'));
      await worker.restart();

      await eventually(async () => {
        const { events } = await lee.handle.fetchHistory();
        return Boolean(events?.at(-1)?.timerStartedEventAttributes);
      }, WITHIN_MS);

      const facts = done<{ entries: AuditEntry[] }>('enterIntoRecord').flatMap(({ entries }) => entries);
      expect(facts.map(({ what }) => what.replace(/\d{4}-.*Z/, '…'))).toEqual([
        'lee is away until …, nia stands in',
        'The absence of lee is ended',
      ]);
      expect(done<{ people: string[] }>('tellStaffing').map(({ people }) => people.join())).toEqual([
        'lee,nia',
        'lee,nia',
      ]);
      expect(done<{ nudges: { reference: string }[] }>('sendDigest').map(({ nudges }) => nudges)).toEqual([
        [nudgeOf('BR-1')],
      ]);
      expect((await lee.handle.describe()).memo?.[ABSENCES_MEMO] ?? []).toEqual([]);
      await lee.handle.terminate();
    } finally {
      await worker.kill();
    }
  },
  WITHIN_MS * 3,
);

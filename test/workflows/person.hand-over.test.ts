import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Activities } from '../../src/activities/contracts.ts';
import type { AuditEntry } from '../../src/domain/audit.ts';
import { ABSENCES_MEMO, endAbsenceSignal } from '../../src/workflows/messages.ts';
import { eventually } from '../support/eventually.ts';
import { absenceFrom, nudgeOf, withPerson } from '../support/person.ts';
import { startEnvironment } from '../support/temporal.ts';

/** Temporal suggests another run so early. */
const EVENTS = 60;

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startEnvironment(`limit.historyCount.suggestContinueAsNew=${EVENTS}`);
});
afterAll(() => env.teardown());

const DAY = 86_400_000;

/** Notes what is recorded, whose requests are told, and of what somebody is reminded. */
function noting() {
  const noted = { recorded: [] as string[], told: [] as string[], reminded: [] as string[] };
  const activities: Partial<Activities> = {
    enterIntoRecord: async ({ entries }: { entries: readonly AuditEntry[] }) =>
      void noted.recorded.push(...entries.map(({ what }) => what.replace(/\d{4}-.*Z/, '…'))),
    async tellStaffing({ people }) {
      noted.told.push(people.join());
      return [];
    },
    async sendDigest({ nudges }) {
      const references = nudges.map(({ reference }) => reference);
      noted.reminded.push(references.join());
      return references;
    },
  };
  return { noted, activities };
}

test('another run goes on with who is away, what was ended, and what is to be reminded of', async () => {
  const { noted, activities } = noting();
  await withPerson(env, activities, async (lee) => {
    const [ended, holiday] = [absenceFrom(Date.now(), 0, DAY, 'nia'), absenceFrom(Date.now(), 0, 9 * DAY, 'nia')];
    await lee.away(ended);
    await lee.handle.signal(endAbsenceSignal, { id: ended.id, by: 'lee' });
    await lee.away(holiday);
    const { runId } = await lee.handle.describe();
    const references: string[] = [];
    await eventually(async () => {
      references.push(`BR-${references.length}`);
      await lee.nudge(nudgeOf(references.at(-1) ?? ''));
      return (await lee.handle.describe()).runId !== runId;
    });

    // In the other run.
    await lee.away(ended);
    await lee.nudge(nudgeOf('BR-late'));
    expect((await lee.handle.describe()).memo?.[ABSENCES_MEMO]).toEqual([holiday]);
    expect(noted.reminded).toEqual([]);
    await lee.handle.signal(endAbsenceSignal, { id: holiday.id, by: 'lee' });
    await eventually(() => noted.reminded.length > 0);

    expect(noted.reminded).toEqual([[...references, 'BR-late'].join()]);
    expect(noted.recorded).toEqual([
      'lee is away until …, nia stands in',
      'The absence of lee is ended',
      'lee is away until …, nia stands in',
      'The absence of lee is ended',
    ]);
    expect((await lee.handle.describe()).memo?.[ABSENCES_MEMO] ?? []).toEqual([]);
    await lee.handle.terminate();
  });
});

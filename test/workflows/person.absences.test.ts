import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Activities } from '../../src/activities/contracts.ts';
import type { AuditEntry } from '../../src/domain/audit.ts';
import { ABSENCES_MEMO, endAbsenceSignal } from '../../src/workflows/messages.ts';
import { eventually } from '../support/eventually.ts';
import { absenceFrom, nudgeOf, withPerson } from '../support/person.ts';
import { startTimeSkipping } from '../support/temporal.ts';

let env: TestWorkflowEnvironment;
beforeEach(async () => {
  env = await startTimeSkipping();
});
afterEach(() => env.teardown());

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Notes whose requests are told, and after how many hours. */
function tellings(began: number) {
  const told: string[] = [];
  const tellStaffing = async ({ people, except }: { people: readonly string[]; except: readonly string[] }) => {
    const hours = Math.floor(((await env.currentTimeMs()) - began) / HOUR);
    told.push(`${hours}: ${people.join()}${except.length > 0 ? ` but ${except.join()}` : ''}`);
    return ['BR-0000000001'];
  };
  return { told, tellStaffing };
}

test('requests are told when an absence begins and when it ends, each time once more for those the list lagged on', async () => {
  const began = await env.currentTimeMs();
  const { told, tellStaffing } = tellings(began);
  await withPerson(env, { tellStaffing }, async (lee) => {
    await lee.away(absenceFrom(began, 2 * DAY, 9 * DAY, 'nia'));
    await lee.handle.result();
  });
  expect(told).toEqual([
    '48: lee,nia',
    '48: lee,nia but BR-0000000001',
    '216: lee,nia',
    '216: lee,nia but BR-0000000001',
  ]);
});

test('an absence that is taken back before it began is heard of by nobody but the record', async () => {
  const began = await env.currentTimeMs();
  const { told, tellStaffing } = tellings(began);
  const recorded: string[] = [];
  const enterIntoRecord = async ({ entries }: { entries: readonly AuditEntry[] }) =>
    void recorded.push(...entries.map(({ kind, by, what }) => `${kind} by ${by}: ${what.replace(/\d{4}-.*Z/, '…')}`));
  await withPerson(env, { tellStaffing, enterIntoRecord }, async (lee) => {
    const absence = absenceFrom(began, 2 * DAY, 9 * DAY, 'nia');
    await lee.away(absence);
    // A repeat of the same call.
    await lee.away(absence);
    await lee.handle.signal(endAbsenceSignal, { id: absence.id, by: 'olga' });
    await lee.handle.result();
  });
  expect(told).toEqual([]);
  expect(recorded).toEqual([
    'absence by lee: lee is away until …, nia stands in',
    'absence by olga: The absence of lee is ended',
  ]);
});

test('an absence that was ended is not entered again by its old proof until its time is over', async () => {
  const began = await env.currentTimeMs();
  const recorded: string[] = [];
  const enterIntoRecord = async ({ entries }: { entries: readonly AuditEntry[] }) =>
    void recorded.push(...entries.map(({ what }) => what.replace(/\d{4}-.*Z/, '…')));
  await withPerson(env, { enterIntoRecord }, async (lee) => {
    const absence = absenceFrom(began, 0, 9 * DAY, 'nia');
    await lee.away(absence);
    await lee.handle.signal(endAbsenceSignal, { id: absence.id, by: 'lee' });
    await eventually(() => recorded.length === 2);
    await lee.away(absence);
    const other = absenceFrom(began, 0, DAY);
    await lee.away(other);
    await eventually(() => recorded.length === 3);
    const { memo } = await lee.handle.describe();
    expect(memo?.[ABSENCES_MEMO]).toEqual([other]);
    await lee.handle.result();
    const { closeTime } = await lee.handle.describe();
    expect(Math.floor((Number(closeTime) - began) / DAY)).toBe(9);
  });
  expect(recorded).toEqual([
    'lee is away until …, nia stands in',
    'The absence of lee is ended',
    'lee is away until …',
  ]);
});

test('an absence without proof keeps nobody from their reminders: it is refused, and that goes into the record', async () => {
  const began = await env.currentTimeMs();
  const { told, tellStaffing } = tellings(began);
  const recorded: string[] = [];
  const mailed: string[][] = [];
  const activities: Partial<Activities> = {
    areProven: async ({ person, absences }) => absences.map(({ token }) => token === `of ${person}`),
    tellStaffing,
    enterIntoRecord: async ({ entries }) => void recorded.push(...entries.map(({ by, what }) => `${by}: ${what}`)),
    async sendDigest({ nudges }) {
      mailed.push(nudges.map(({ reference }) => reference));
      return nudges.map(({ reference }) => reference);
    },
  };
  await withPerson(env, activities, async (lee) => {
    const forged = absenceFrom(began, 0, 9 * DAY, 'mallory');
    await lee.away(forged);
    await lee.nudge(nudgeOf('BR-1'));
    await eventually(() => mailed.length > 0);
    // The door's own absence is not kept out by one of the same id that was refused.
    await lee.away({ ...forged, delegate: 'nia', token: 'of lee' });
    await lee.nudge(nudgeOf('BR-2'));
    await lee.handle.result();
    const { closeTime } = await lee.handle.describe();
    expect(Math.floor((Number(closeTime) - began) / DAY)).toBeGreaterThanOrEqual(9);
  });
  expect(recorded[0]).toBe('berth: An absence of lee is refused: it bears no proof that a door of Berth took it in');
  expect(recorded[1]).toMatch(/^lee: lee is away until .*, nia stands in$/);
  expect(told.filter((line) => !line.includes('but'))).toEqual(['0: lee,nia', '216: lee,nia']);
  expect(mailed).toEqual([['BR-1'], ['BR-2']]);
});

test('who comes back early has the requests told at once; those who stood in are told too', async () => {
  const began = await env.currentTimeMs();
  const { told, tellStaffing } = tellings(began);
  await withPerson(env, { tellStaffing }, async (lee) => {
    const [holiday, later] = [absenceFrom(began, 0, 9 * DAY, 'nia'), absenceFrom(began, 20 * DAY, 21 * DAY)];
    await lee.away(holiday);
    await lee.away(later);
    await eventually(() => told.length > 0);
    await lee.handle.signal(endAbsenceSignal, { id: holiday.id, by: 'lee' });
    await lee.handle.result();
  });
  expect(told.filter((line) => !line.includes('but'))).toEqual(['0: lee,nia', '0: lee,nia', '480: lee', '504: lee']);
});

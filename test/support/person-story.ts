import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { referenceOf } from '../../src/domain/reference.ts';
import { endAbsenceSignal } from '../../src/workflows/messages.ts';
import { eventually } from './eventually.ts';
import type { History } from './history-json.ts';
import { absenceFrom, nudgeOf, withPerson } from './person.ts';

const DAY = 86_400_000;

/** Somebody away comes back early and is reminded; what comes later that day waits for the next. */
export async function remindPerson(env: TestWorkflowEnvironment): Promise<History> {
  let history: History = {};
  await withPerson(env, {}, async (lee) => {
    const absence = absenceFrom(Date.now(), -DAY, DAY, 'nia');
    await lee.away(absence);
    await lee.nudge(nudgeOf(referenceOf('the story of a reminder')));
    await eventually(async () => callsOf(await lee.handle.fetchHistory()).includes('tellStaffing'));
    await lee.handle.signal(endAbsenceSignal, { id: absence.id, by: 'lee' });
    await eventually(async () => callsOf(await lee.handle.fetchHistory()).includes('sendDigest'));
    await lee.nudge(nudgeOf(referenceOf('the story of another reminder')));
    history = await eventually(async () => {
      const found = await lee.handle.fetchHistory();
      return found.events?.at(-1)?.timerStartedEventAttributes ? found : undefined;
    });
    await lee.handle.terminate();
  });
  return history;
}

const callsOf = ({ events }: History): string[] =>
  (events ?? []).flatMap((event) => event.activityTaskScheduledEventAttributes?.activityType?.name ?? []);

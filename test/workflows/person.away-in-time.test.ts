import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { eventually } from '../support/eventually.ts';
import { absenceFrom, nudgeOf, withPerson } from '../support/person.ts';
import { startEnvironment } from '../support/temporal.ts';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startEnvironment();
});
afterAll(() => env.teardown());

const DAY = 86_400_000;

test('who says that they are away while something else is being recorded is not reminded of what comes after that', async () => {
  const [recording, recorded] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const entered: string[] = [];
  const reminded: string[] = [];
  const enterIntoRecord = async ({ entries }: { entries: readonly { what: string }[] }) => {
    entered.push(...entries.map(({ what }) => what));
    recording.resolve();
    await recorded.promise;
  };
  const sendDigest = async ({ nudges }: { nudges: readonly { reference: string }[] }) => {
    reminded.push(...nudges.map(({ reference }) => reference));
    return reminded;
  };
  await withPerson(env, { enterIntoRecord, sendDigest }, async (lee) => {
    await lee.away(absenceFrom(Date.now(), 20 * DAY, 21 * DAY));
    await recording.promise;
    await lee.away(absenceFrom(Date.now(), 0, 9 * DAY));
    await lee.nudge(nudgeOf('BR-1'));
    recorded.resolve();
    await eventually(async () => {
      const { events } = await lee.handle.fetchHistory();
      return entered.length === 2 && Boolean(events?.at(-1)?.timerStartedEventAttributes);
    });

    expect(reminded).toEqual([]);
    await lee.handle.terminate();
  });
});

import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Activities } from '../../src/activities/contracts.ts';
import { failure } from '../../src/activities/failures.ts';
import { absenceFrom, nudgeOf, withPerson } from '../support/person.ts';
import { startTimeSkipping } from '../support/temporal.ts';

let env: TestWorkflowEnvironment;
beforeEach(async () => {
  env = await startTimeSkipping();
});
afterEach(() => env.teardown());

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const iso = (ms: number) => new Date(ms).toISOString();

/** Notes what was mailed, and after how many hours; `waits` says what still waits. */
function digests(began: number, waits: (reference: string) => boolean = () => true) {
  const sent: string[] = [];
  const sendDigest: Activities['sendDigest'] = async ({ nudges }) => {
    const references = nudges.map(({ reference }) => reference).filter(waits);
    const hours = Math.floor(((await env.currentTimeMs()) - began) / HOUR);
    if (references.length > 0) sent.push(`${hours}: ${references.join()}`);
    return references;
  };
  return { sent, sendDigest };
}

/** Work begins at the same time each day, `opensAfter` from the beginning of the test. */
const workdays =
  (began: number, opensAfter: number): Activities['digestTimes'] =>
  async ({ from }) => {
    const days = Math.ceil((Date.parse(from) - began - opensAfter) / DAY);
    const opens = began + opensAfter + days * DAY;
    return { opens: iso(opens), nextDay: iso(opens <= Date.parse(from) ? opens + DAY : opens) };
  };

test('the first reminder of a day goes out at once, all others of that day together when the next one begins', async () => {
  const began = await env.currentTimeMs();
  const { sent, sendDigest } = digests(began);
  await withPerson(env, { sendDigest, digestTimes: workdays(began, 8 * HOUR) }, async (lee) => {
    await lee.nudge(nudgeOf('BR-0000000001'));
    await env.sleep(HOUR);
    await lee.nudge(nudgeOf('BR-0000000002'));
    await lee.nudge(nudgeOf('BR-0000000003'));
    await lee.nudge(nudgeOf('BR-0000000002', { waited: '2 hours' }));
    await lee.handle.result();
    // It remembers for a day that a mail has gone out, and no longer.
    const { closeTime } = await lee.handle.describe();
    expect(Math.floor(((closeTime?.getTime() ?? 0) - began) / HOUR)).toBe(32);
  });
  expect(sent).toEqual(['0: BR-0000000001', '8: BR-0000000003,BR-0000000002']);
});

test('when nothing waits any more no mail goes out, and the next reminder goes out at once', async () => {
  const began = await env.currentTimeMs();
  const { sent, sendDigest } = digests(began, (reference) => reference !== 'BR-0000000001');
  await withPerson(env, { sendDigest }, async (lee) => {
    await lee.away(absenceFrom(began, 20 * DAY, 21 * DAY));
    await lee.nudge(nudgeOf('BR-0000000001'));
    await env.sleep(HOUR);
    await lee.nudge(nudgeOf('BR-0000000002'));
    await lee.handle.result();
  });
  expect(sent).toEqual(['1: BR-0000000002']);
});

test('who is away is not reminded; once back, at the next opening, of everything', async () => {
  const began = await env.currentTimeMs();
  const { sent, sendDigest } = digests(began);
  await withPerson(env, { sendDigest, digestTimes: workdays(began, 8 * HOUR) }, async (lee) => {
    await lee.away(absenceFrom(began, 0, 3 * DAY));
    await lee.nudge(nudgeOf('BR-0000000001'));
    await env.sleep(30 * HOUR);
    await lee.nudge(nudgeOf('BR-0000000002'));
    await lee.handle.result();
  });
  expect(sent).toEqual(['80: BR-0000000001,BR-0000000002']);
});

test('a mail that cannot be sent is told to the requests, and the next day has its own', async () => {
  const began = await env.currentTimeMs();
  const { sent, sendDigest } = digests(began);
  let refused = true;
  const refusing: Activities['sendDigest'] = (input) => {
    if (!refused) return sendDigest(input);
    refused = false;
    return Promise.reject(failure('Rejected', 'The directory does not know lee any more.'));
  };
  await withPerson(env, { sendDigest: refusing }, async (lee) => {
    await lee.nudge(nudgeOf('BR-0000000001'));
    await env.sleep(HOUR);
    await lee.nudge(nudgeOf('BR-0000000002'));
    const handle = lee.handle;
    await handle.result();
    const { events = [] } = await handle.fetchHistory();
    const signals = (events ?? []).flatMap(
      (event) => event.signalExternalWorkflowExecutionInitiatedEventAttributes ?? [],
    );
    expect(signals).toMatchObject([
      { signalName: 'deliveryFailed', workflowExecution: { workflowId: 'request:BR-0000000001' } },
    ]);
  });
  expect(sent).toEqual(['24: BR-0000000002']);
});

test('a calendar that cannot be used makes a day a day', async () => {
  const began = await env.currentTimeMs();
  const { sent, sendDigest } = digests(began);
  const digestTimes = () => Promise.reject(failure('Configuration', 'There is no calendar berlin.'));
  await withPerson(env, { sendDigest, digestTimes }, async (lee) => {
    await lee.nudge(nudgeOf('BR-0000000001'));
    await env.sleep(HOUR);
    await lee.nudge(nudgeOf('BR-0000000002'));
    await lee.handle.result();
  });
  expect(sent).toEqual(['0: BR-0000000001', '24: BR-0000000002']);
});

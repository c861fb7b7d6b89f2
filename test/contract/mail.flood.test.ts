import { createMailboxActivities } from '../../src/activities/mailbox.ts';
import { type TakenMail, UNPROVEN_A_DAY } from '../../src/domain/flood.ts';
import { activityEnvironment } from '../support/activity.ts';
import { eachTest } from '../support/fixture.ts';
import { eventually, REQUESTS, startMailUnderTest } from '../support/mail.ts';
import { wholeFileTemporal } from '../support/temporal.ts';

const environment = wholeFileTemporal();
const server = eachTest(startMailUnderTest);

const MALLORY = 'mallory@outside.test';

const taken = (count: number): TakenMail[] =>
  Array.from({ length: count }, (_, i) => ({ mail: `BR-${i}`, from: MALLORY, at: new Date().toISOString() }));

/** Reads until so many mails are in the folder; returns what the activity hands to the next reader. */
async function readUntil(folder: string, count: number, start: { input?: TakenMail[]; heartbeat?: TakenMail[] }) {
  const info = start.heartbeat ? { heartbeatDetails: { handled: {}, taken: start.heartbeat } } : {};
  const activity = activityEnvironment(info);
  const { watchMailbox } = createMailboxActivities({
    config: server.config,
    client: environment.client,
    findPerson: async () => null,
    sendNotice: async () => {},
    sendPreview: async () => {},
  });
  const run = activity.run(() => watchMailbox({ mailbox: 'requests', taken: start.input ?? [] }));
  run.catch(() => {});
  await eventually(() => server.mail.count(REQUESTS.address, folder) === count);
  activity.cancel();
  return (await run) as Awaited<ReturnType<typeof watchMailbox>>;
}

const inject = (id: string) =>
  server.inject(
    `From: ${MALLORY}\r\nTo: ${REQUESTS.address}\r\nSubject: ${id}\r\nMessage-ID: <${id}@outside.test>\r\n\r\nproject: ${id}\r\n`,
  );

const heldReason = `held: more than ${UNPROVEN_A_DAY.perSender} unproven mails from ${MALLORY} in 24 hours`;

test('the last unproven mail of the day starts its request, the next is held with its reason', async () => {
  await inject('last-one');
  const first = await readUntil('Processed', 1, { input: taken(UNPROVEN_A_DAY.perSender - 1) });
  expect(first.handled).toEqual({ request: 1 });
  expect(first.taken).toHaveLength(UNPROVEN_A_DAY.perSender);

  await inject('one-too-many');
  const second = await readUntil('Held', 1, { input: [...(first.taken ?? [])] });

  expect(second.handled).toEqual({ [heldReason]: 1 });
  expect(second.taken).toHaveLength(UNPROVEN_A_DAY.perSender);
});

test('a reader that died tells the next attempt by its heartbeat', async () => {
  await inject('after-a-crash');

  const read = await readUntil('Held', 1, { heartbeat: taken(UNPROVEN_A_DAY.perSender) });

  expect(read.handled).toEqual({ [heldReason]: 1 });
});

test('proven mail is taken in however many came', async () => {
  await server.send('dana', { subject: 'Proven', messageId: '<proven@example.test>', text: 'project: proven\n' });

  const read = await readUntil('Processed', 1, { input: taken(UNPROVEN_A_DAY.perMailbox) });

  expect(read.handled).toEqual({ request: 1 });
});

import { Worker } from '@temporalio/worker';
import { createPersonActivities } from '../../src/activities/people/index.ts';
import { createSmtpClient } from '../../src/clients/smtp.ts';
import { personWorkflowId } from '../../src/domain/naming.ts';
import { createAbsenceReader } from '../../src/intake/absences.ts';
import { loadMailTemplates } from '../../src/mail/templates.ts';
import { TASK_QUEUES } from '../../src/workflows/messages.ts';
import { directory } from '../support/api.ts';
import { eventually } from '../support/eventually.ts';
import { wholeFile } from '../support/fixture.ts';
import { startMessages } from '../support/notification.ts';
import { happyActivities } from '../support/scripted-activities.ts';
import { startStandingRequests, statusOf } from '../support/standing-request.ts';
import { fleet } from '../support/worked-example.ts';

/** Requests that stand still, and a worker that reminds people for real. */
async function startReminding() {
  const [requests, messages] = await Promise.all([startStandingRequests(), startMessages()]);
  const { client, nativeConnection } = requests.env;
  const { config, server } = messages;
  const people = createPersonActivities({
    ...directory,
    config,
    client,
    smtp: createSmtpClient({ ...config, caFile: server.caFile }),
    mails: loadMailTemplates(),
    managerOf: async () => null,
    absencesOf: createAbsenceReader(client, config.auth.decisionKey),
    readFleet: async () => fleet(),
  });
  const worker = await Worker.create({
    connection: nativeConnection,
    taskQueue: TASK_QUEUES.main,
    activities: happyActivities([], people),
  });
  const running = worker.run();
  const close = async () => {
    worker.shutdown();
    await running;
    await Promise.all([requests.close(), messages.close()]);
  };
  return { requests, messages, people, close };
}

const world = wholeFile(startReminding);

const { waitingOn } = statusOf('');
const waits = (change: Partial<NonNullable<typeof waitingOn>>) => ({
  waitingOn: waitingOn && { ...waitingOn, ...change },
});

test('whoever is nudged has one mail of everything that waits for them, the most urgent first', async () => {
  const { requests, messages, people } = world;
  const relaxed = await requests.stand(waits({ deadline: '2026-12-24T09:00:00.000Z' }));
  const urgent = await requests.stand(waits({ deadline: '2026-11-30T09:00:00.000Z' }));
  const others = await requests.stand(waits({ who: ['sam'] }));
  const done = await requests.stand(waits({ who: ['lee'] }), { end: true });
  const { workflow } = requests.env.client;
  const query = "BerthWaitingWho = 'lee' AND ExecutionStatus = 'Running'";
  await eventually(async () => (await workflow.count(query)).count === 2);

  const since = waitingOn?.since ?? '';
  await people.nudge({
    person: 'lee',
    nudge: { reference: relaxed, project: 'payments', since, waited: '1 working day' },
  });
  await people.nudge({ person: 'lee', nudge: { reference: urgent, project: 'payments', since } });

  const [mail] = await eventually(async () => {
    await messages.server.settled();
    const mails = await messages.mail.received('lee@example.test');
    return mails.length > 0 && mails;
  });
  expect(mail?.subject).toBe('[Berth] Reminder: 2 requests wait for you');
  expect(mail?.text.indexOf(urgent)).toBeLessThan(mail?.text.indexOf(relaxed) ?? -1);
  for (const reference of [others, done]) expect(mail?.text).not.toContain(reference);
  expect(mail?.text).toContain('for 1 working day when it last asked');
  // It remembers that a mail went out today, and sends no other.
  const { status } = await requests.env.client.workflow.getHandle(personWorkflowId('lee')).describe();
  expect(status.name).toBe('RUNNING');
  expect(await messages.mail.received('lee@example.test')).toHaveLength(1);
});

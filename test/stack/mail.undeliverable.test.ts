import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { createNotificationActivities } from '../../src/activities/notification/index.ts';
import { createSlackClient } from '../../src/clients/slack.ts';
import { createSmtpClient } from '../../src/clients/smtp.ts';
import { Secret } from '../../src/config.ts';
import { referenceOf } from '../../src/domain/reference.ts';
import { loadMailTemplates } from '../../src/mail/templates.ts';
import { authSettings } from '../support/auth.ts';
import { eachTest } from '../support/fixture.ts';
import { eventually, REQUESTS, runMailbox, startMailUnderTest } from '../support/mail.ts';
import { mailAccounts, startRealMail } from '../support/mail-server.ts';
import { openRequest, signalsOf } from '../support/open-request.ts';
import { startEnvironment } from '../support/temporal.ts';

const GONE = 'gone@example.test';

let environment: TestWorkflowEnvironment;
let real: Awaited<ReturnType<typeof startRealMail>>;
beforeAll(async () => void (environment = await startEnvironment()));
afterAll(() => environment?.teardown());
const server = eachTest(async () => {
  const starting = startRealMail([GONE]);
  real = await starting;
  return startMailUnderTest(starting);
});

const reference = referenceOf('requests:<undeliverable@example.test>');

/** Sends as a worker does. */
function sendMail(to: string): Promise<void> {
  const slack = { apiUrl: 'http://127.0.0.1:9', token: new Secret('x'), signingSecret: new Secret('x'), channel: 'C0' };
  const auth = authSettings(new Secret('x'.repeat(32)));
  const activities = createNotificationActivities({
    config: { publicUrl: server.config.publicUrl, smtp: server.config.smtp, slack, auth },
    mails: loadMailTemplates(),
    smtp: createSmtpClient(server.config),
    slack: createSlackClient(slack),
    findPerson: async () => null,
    readFleet: async () => ({ sha: '', files: new Map() }),
    passwordStamp: async () => '',
  });
  return activities.sendMail({ reference, what: 'ready', to, data: { project: 'payments' } });
}

/** What the open request is told when Berth reads its mailbox. */
async function toldTo(environmentClient: TestWorkflowEnvironment['client']): Promise<unknown[]> {
  await eventually(() => server.mail.count(REQUESTS.address, 'INBOX') === 1);
  const handle = await openRequest(environmentClient, reference);
  const mailbox = runMailbox(server, environmentClient);
  await eventually(() => server.mail.count(REQUESTS.address, 'Processed') === 1);
  expect(await mailbox.stop()).toEqual({ bounce: 1 });
  expect(mailbox.notices).toEqual([]);
  const told = await signalsOf(handle);
  await handle.terminate();
  return told;
}

test('a mailbox that is full: the request is told who did not get which mail, and why', async () => {
  await real.mail.dovecot.setAccounts(
    mailAccounts().map((account) => ({
      ...account,
      ...(account.address.startsWith('dana') ? { quotaBytes: 100 } : {}),
    })),
  );

  await sendMail('dana@example.test');

  expect(await toldTo(environment.client)).toEqual([
    {
      name: 'deliveryFailed',
      input: {
        what: 'ready',
        to: 'dana@example.test',
        reason: expect.stringMatching(/552 5\.2\.2 .*[Qq]uota exceeded/),
      },
    },
  ]);
  expect(await server.mail.received('dana@example.test')).toEqual([]);
});

test('an address behind which nobody is: the same', async () => {
  await sendMail(GONE);

  expect(await toldTo(environment.client)).toEqual([
    {
      name: 'deliveryFailed',
      input: { what: 'ready', to: GONE, reason: expect.stringMatching(/550 5\.1\.1 .*User doesn't exist/) },
    },
  ]);
});

test.each([
  ['RCPT', '450 4.2.1 Over quota for today', 'Unavailable'],
  ['RCPT', '550 5.2.1 Mailbox is closed', 'Rejected'],
  ['DATA', '451 4.3.0 Try later', 'Unavailable'],
  ['DATA', '554 5.7.1 Not this one', 'Rejected'],
])('refused at %s with %s', async (when, answer, type) => {
  const rule = { 'lee@example.test': answer };
  real.mail.postfix?.setTables({
    ...real.mail.tables,
    ...(when === 'RCPT' ? { atRecipient: rule } : { atData: rule }),
  });

  await expect(sendMail('lee@example.test')).rejects.toMatchObject({
    type,
    nonRetryable: type === 'Rejected',
    message: expect.stringContaining(answer.replace(/^\S+ \S+ /, '')),
  });
  await server.server.settled();
  expect(await server.mail.received('lee@example.test')).toEqual([]);
  expect(await server.mail.received(REQUESTS.address)).toEqual([]);
});

test('somebody who is away: their machine does not answer ours, and when it answers a person, we do not', async () => {
  const script = 'require ["vacation"];\nvacation :days 1 :subject "Away" "I am away until Monday.";\n';
  real.mail.dovecot.setSieve('dana@example.test', script);

  await sendMail('dana@example.test');
  await server.server.settled();
  expect(await server.mail.received(REQUESTS.address)).toEqual([]);

  await server.send('requests', { to: 'dana@example.test', subject: 'By hand', text: 'Are you there?' });
  await eventually(() => server.mail.count(REQUESTS.address, 'INBOX') === 1);
  const mailbox = runMailbox(server, environment.client);
  await eventually(() => server.mail.count(REQUESTS.address, 'Ignored') === 1);
  expect(await mailbox.stop()).toEqual({ 'ignored: automatic': 1 });
  expect(mailbox.notices).toEqual([]);
});

test('a mail above what the server takes is refused, and so is its sender told', async () => {
  const text = 'x'.repeat(26 * 1024 * 1024);

  await expect(server.send('dana', { text })).rejects.toMatchObject({ responseCode: 552 });
  expect(await server.mail.received(REQUESTS.address)).toEqual([]);
});

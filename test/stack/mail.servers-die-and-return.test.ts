import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { connectMailbox } from '../../src/clients/imap.ts';
import { Secret } from '../../src/config.ts';
import { requestWorkflowId } from '../../src/domain/naming.ts';
import { referenceOf } from '../../src/domain/reference.ts';
import { eachTest } from '../support/fixture.ts';
import { eventually, REQUESTS, runMailbox, startMailUnderTest } from '../support/mail.ts';
import { mailAccounts, startRealMail } from '../support/mail-server.ts';
import { startEnvironment } from '../support/temporal.ts';

let environment: TestWorkflowEnvironment;
let real: Awaited<ReturnType<typeof startRealMail>>;
beforeAll(async () => void (environment = await startEnvironment()));
afterAll(() => environment?.teardown());
const server = eachTest(async () => {
  const starting = startRealMail();
  real = await starting;
  return startMailUnderTest(starting);
});

const form = (project: string) => ({
  subject: project,
  messageId: `<${project}@example.test>`,
  text: `project: ${project}\nlead: lee@example.test\ncost-centre: CC-1042\n`,
});
const until = (folder: string, count: number) =>
  eventually(() => server.mail.count(REQUESTS.address, folder) === count);
const runOf = async (project: string) => {
  const id = requestWorkflowId(referenceOf(`requests:<${project}@example.test>`));
  return (await environment.client.workflow.getHandle(id).describe()).runId;
};
const isUnavailable = expect.objectContaining({ type: 'Unavailable', nonRetryable: false });

test('Dovecot dies while Berth waits for mail: it passes by itself, and what came meanwhile is read once', async () => {
  const waiting = runMailbox(server, environment.client);
  await eventually(() => server.imap.commands.includes('IDLE'));
  await real.mail.dovecot.kill();
  await expect(waiting.ended).rejects.toEqual(isUnavailable);
  await expect(runMailbox(server, environment.client).ended).rejects.toEqual(isUnavailable);
  // Submission asks Dovecot for the password, so only the outside gets mail in now.
  await server.inject(`From: mallory@outside.test\r\nMessage-ID: <1@outside.test>\r\n\r\nproject: meanwhile\r\n`);
  await eventually(() => real.mail.deferred() === 1);
  expect(await server.mail.received(REQUESTS.address)).toEqual([]);

  await real.mail.dovecot.restart();
  const mailbox = runMailbox(server, environment.client);
  await until('Processed', 1);
  expect(await mailbox.stop()).toEqual({ request: 1 });
  expect(real.mail.deferred()).toBe(0);
});

test.each(['STORE', 'MOVE'])(
  'Dovecot dies at %s, after the request was started: it is not started again',
  async (at) => {
    const project = `dies-at-${at.toLowerCase()}`;
    await server.send('dana', form(project));
    server.imap.breakAt(at, 'cut');
    await expect(runMailbox(server, environment.client).ended).rejects.toEqual(isUnavailable);
    await real.mail.dovecot.kill();
    const runId = await runOf(project);

    await real.mail.dovecot.restart();
    const mailbox = runMailbox(server, environment.client);
    await until('Processed', 1);
    await until('INBOX', 0);
    expect(await mailbox.stop()).toEqual({ duplicate: 1 });
    expect(await runOf(project)).toBe(runId);
  },
);

test('the answer to a move is lost with Dovecot: the mail lies in one folder, once', async () => {
  await server.send('dana', form('moved'));
  server.imap.breakAt('MOVE', 'lose-reply');
  await expect(runMailbox(server, environment.client).ended).rejects.toEqual(isUnavailable);
  await real.mail.dovecot.kill();
  await real.mail.dovecot.restart();

  const mailbox = runMailbox(server, environment.client);
  await until('Processed', 1);
  await until('INBOX', 0);
  expect(await mailbox.stop()).toEqual({});
  expect(await server.mail.received(REQUESTS.address)).toHaveLength(1);
});

test('Postfix dies with mail that it has taken: the mail arrives when it is back, once', async () => {
  await real.mail.dovecot.kill();
  await server.inject(`From: mallory@outside.test\r\nMessage-ID: <taken@outside.test>\r\n\r\nproject: taken\r\n`);
  await eventually(() => real.mail.deferred() === 1);
  await real.mail.postfix?.kill();
  await real.mail.dovecot.restart();

  await real.mail.postfix?.restart();
  await until('INBOX', 1);
  await server.server.settled();
  expect(real.mail.deferred()).toBe(0);
  expect(await server.mail.received(REQUESTS.address)).toHaveLength(1);
});

test('the mailbox is numbered anew: mail that lies there is read, and nothing is done again', async () => {
  const folders = ['Processed', 'Rejected', 'Ignored'];
  await server.send('dana', form('numbered'));
  server.imap.breakAt('MOVE', 'cut');
  await expect(runMailbox(server, environment.client).ended).rejects.toEqual(isUnavailable);
  const runId = await runOf('numbered');

  await real.mail.dovecot.kill();
  const maildir = real.mail.dovecot.maildir(REQUESTS.address);
  const numbers = readdirSync(maildir, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /dovecot[-.](uidlist|uidvalidity|index)/.test(file),
  );
  expect(numbers.length).toBeGreaterThan(folders.length);
  for (const file of numbers) rmSync(join(maildir, file), { force: true });
  await real.mail.dovecot.restart();

  await server.send('dana', form('numbered-next'));
  const mailbox = runMailbox(server, environment.client);
  await until('Processed', 2);
  expect(await mailbox.stop()).toEqual({ duplicate: 1, request: 1 });
  expect(await runOf('numbered')).toBe(runId);
});

test('the mailbox of requests is full: its senders are told by their server, and what lies there is still filed', async () => {
  await server.send('dana', form('first'));
  await real.mail.dovecot.setAccounts(
    mailAccounts().map((account) => ({ ...account, ...(account === REQUESTS ? { quotaBytes: 100 } : {}) })),
  );
  await server.send('lee', form('second'));
  await eventually(() => server.mail.count('lee@example.test', 'INBOX') === 1);
  const [report] = await server.mail.received('lee@example.test');
  expect(report?.raw).toContain('Quota exceeded');

  const mailbox = runMailbox(server, environment.client);
  await until('Processed', 1);
  expect(await mailbox.stop()).toEqual({ request: 1 });
});

test('a refused login and an unknown authority are the configuration', async () => {
  const [settings] = server.config.mailboxes;
  if (!settings) throw new Error('no mailbox');
  const mailboxes = [{ ...settings, password: new Secret('not-the-password') }];
  const configurations = [
    { ...server.config, mailboxes },
    { ...server.config, caFile: undefined },
  ];
  for (const config of configurations) {
    const failed = (await runMailbox({ config }, environment.client).ended.catch((e: Error) => e)) as Error;
    expect(failed).toMatchObject({ type: 'Configuration', nonRetryable: true });
    expect(`${failed.message} ${failed.stack}`).not.toContain('not-the-password');
  }
  await expect(connectMailbox(settings, server.config.caFile).then((box) => box.close())).resolves.toBeUndefined();
});

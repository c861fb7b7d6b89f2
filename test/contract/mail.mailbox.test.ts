import { WorkflowNotFoundError } from '@temporalio/client';
import { Secret } from '../../src/config.ts';
import { outgoingHeaders } from '../../src/domain/mail-headers.ts';
import { messageId, requestWorkflowId } from '../../src/domain/naming.ts';
import { referenceOf } from '../../src/domain/reference.ts';
import type { RequestInput } from '../../src/domain/request.ts';
import { INTAKE_KEY_MEMO } from '../../src/intake/start.ts';
import { eachTest } from '../support/fixture.ts';
import { eventually, REQUESTS, runMailbox, startMailUnderTest } from '../support/mail.ts';
import { openRequest, signalsOf } from '../support/open-request.ts';
import { wholeFileTemporal } from '../support/temporal.ts';

const environment = wholeFileTemporal();
const server = eachTest(startMailUnderTest);

const form = (project: string) => `project: ${project}\nlead: lee@example.test\ncost-centre: CC-1042\n`;
const filed = async (folder: string) =>
  (await server.mail.folder(REQUESTS.address, folder)).map((mail) => mail.subject);
const until = (folder: string, count: number) =>
  eventually(() => server.mail.count(REQUESTS.address, folder) === count);
const keyOf = (id: string) => `requests:${id}`;
const handleOf = (reference: string) => environment.client.workflow.getHandle(requestWorkflowId(reference));

async function startedWith(reference: string): Promise<RequestInput> {
  const { events } = await handleOf(reference).fetchHistory();
  const payload = events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads?.[0]?.data;
  return JSON.parse(Buffer.from(payload ?? []).toString()) as RequestInput;
}

/** An open request of Dana's, led by Lee; nothing runs it. */
async function openRequestOf(id: string): Promise<string> {
  const reference = referenceOf(keyOf(id));
  await openRequest(environment.client, reference, { [INTAKE_KEY_MEMO]: keyOf(id) });
  return reference;
}

test('starts a request for a mail that arrives while it waits, then files the mail', async () => {
  const mailbox = runMailbox(server, environment.client);
  await until('Processed', 0);
  await server.send('dana', {
    subject: 'New project: Payments',
    messageId: '<one@example.test>',
    text: form('payments'),
  });
  await until('Processed', 1);

  expect(await startedWith(referenceOf(keyOf('<one@example.test>')))).toMatchObject({
    senderProof: 'proven',
    source: { channel: 'mail', key: 'requests:<one@example.test>', messageId: '<one@example.test>' },
    draft: { requester: 'dana@example.test', project: 'payments', title: 'Payments', lead: 'lee@example.test' },
  });
  await eventually(() => mailbox.beats.length > 0);
  expect(await mailbox.stop()).toEqual({ request: 1 });
});

test('a crash between starting the request and filing the mail starts nothing twice and loses nothing', async () => {
  await server.send('dana', { subject: 'Twice', messageId: '<twice@example.test>', text: form('twice') });
  server.imap.breakAt('STORE', 'cut');
  await expect(runMailbox(server, environment.client).ended).rejects.toMatchObject({ type: 'Unavailable' });
  expect(await filed('INBOX')).toEqual(['Twice']);
  const { runId } = await handleOf(referenceOf(keyOf('<twice@example.test>'))).describe();

  server.imap.breakAt('MOVE', 'cut');
  await expect(runMailbox(server, environment.client).ended).rejects.toMatchObject({ type: 'Unavailable' });
  const mailbox = runMailbox(server, environment.client);
  await until('Processed', 1);

  expect(await mailbox.stop()).toEqual({ duplicate: 1 });
  expect((await handleOf(referenceOf(keyOf('<twice@example.test>'))).describe()).runId).toBe(runId);
});

test('the same mail delivered twice is one request', async () => {
  for (const subject of ['First', 'Second']) {
    await server.send('dana', { subject, messageId: '<same@example.test>', text: form('same') });
  }
  const mailbox = runMailbox(server, environment.client);
  await until('Processed', 2);
  expect(await mailbox.stop()).toEqual({ request: 1, duplicate: 1 });
});

test('hands replies to their request, a command only from somebody who takes part and is proven', async () => {
  const reference = await openRequestOf('<thread@example.test>');
  const inReplyTo = messageId(reference, 'received', 'example.test');
  await server.send('dana', { inReplyTo, text: 'withdraw\n\nOn Tue, 3 Jun 2025, Berth wrote:\n> Hello' });
  await server.send('sam', { to: `requests+${reference.toLowerCase()}@example.test`, text: 'withdraw' });
  await server.inject(`From: dana@example.test\r\nIn-Reply-To: ${inReplyTo}\r\nSubject: x\r\n\r\nwithdraw\r\n`);
  await server.send('lee', { subject: `Re: [${reference}] ok`, text: 'Looks good' });
  await server.send('cora', { subject: `Re: [${reference}] spam`, text: 'Looks bad' });
  const mailbox = runMailbox(server, environment.client);
  await until('Processed', 4);
  await until('Rejected', 1);

  const told = (await signalsOf(handleOf(reference))) as { name: string; input: { id: string } }[];
  expect(new Set(told.map(({ input }) => input.id)).size).toBe(4);
  expect(told.map(({ name, input: { id: _, ...input } }) => ({ name, input }))).toEqual([
    { name: 'mailReply', input: { from: 'dana@example.test', text: 'withdraw', command: 'withdraw' } },
    { name: 'mailReply', input: { from: 'sam@example.test', text: 'withdraw' } },
    { name: 'mailReply', input: { from: 'dana@example.test (unproven)', text: 'withdraw' } },
    { name: 'mailReply', input: { from: 'lee@example.test', text: 'Looks good' } },
  ]);
  expect(await mailbox.stop()).toEqual({ reply: 4, 'rejected: stranger': 1 });
});

test('a reply to a closed request is told so once, and filed where it can be found', async () => {
  const reference = await openRequestOf('<closed@example.test>');
  await handleOf(reference).terminate();
  for (const text of ['hello?', 'anybody?']) {
    await server.send('dana', { subject: `Re: [${reference}]`, text, messageId: `<${text.length}@example.test>` });
  }
  const mailbox = runMailbox(server, environment.client);
  await until('Ignored', 2);

  expect(mailbox.notices).toEqual([
    expect.objectContaining({ what: 'refused', to: 'dana@example.test', inReplyTo: '<6@example.test>' }),
  ]);
  expect(await mailbox.stop()).toEqual({ 'ignored: request-closed': 2 });
});

test('a bounce tells the request which mail did not arrive', async () => {
  const reference = await openRequestOf('<bounce@example.test>');
  const report = [
    'From: MAILER-DAEMON@mx.outside.test',
    'Subject: Undelivered',
    'Content-Type: multipart/report; report-type=delivery-status; boundary=q',
    '',
    '--q\r\nContent-Type: text/plain\r\n\r\nSorry.',
    '--q\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; Lee@example.test\r\nAction: failed\r\nStatus: 5.1.1',
    `--q\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: ${messageId(reference, 'decision-needed.0123456789', 'example.test')}\r\nSubject: o\r\n\r\nbody`,
    '--q--',
  ].join('\r\n');
  await server.inject(report, '');
  const mailbox = runMailbox(server, environment.client);
  await until('Processed', 1);

  expect(await signalsOf(handleOf(reference))).toEqual([
    { name: 'deliveryFailed', input: { what: 'decision-needed', to: 'lee@example.test', reason: '5.1.1' } },
  ]);
  await mailbox.stop();
});

test('our own mail and automatic answers come to nothing, and nobody is answered', async () => {
  const headers = outgoingHeaders('berth.example.test');
  await server.send('requests', { subject: 'Loop', text: form('loop'), headers: { ...headers } });
  await server.send('dana', { subject: 'Away', text: 'I am away', headers: { 'Auto-Submitted': 'auto-replied' } });
  const mailbox = runMailbox(server, environment.client);
  await until('Ignored', 2);

  expect(mailbox.notices).toEqual([]);
  expect(await mailbox.stop()).toEqual({ 'ignored: own-mail': 1, 'ignored: automatic': 1 });
});

test('a mail that cannot be read is rejected, and those behind it are still handled', async () => {
  const parts = '--b\r\nContent-Type: text/plain\r\n\r\nx\r\n'.repeat(2000);
  await server.inject(`From: dana@example.test\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${parts}--b--\r\n`);
  await server.send('dana', { subject: 'Behind', messageId: '<behind@example.test>', text: form('behind') });
  const mailbox = runMailbox(server, environment.client);
  await until('Processed', 1);

  expect(await mailbox.stop()).toEqual({ 'rejected: unreadable': 1, request: 1 });
});

test('a mail above the limit is not read whole; its proven sender is told', async () => {
  const attachments = [{ filename: 'x.bin', content: Buffer.alloc(9_000_000, 7) }];
  await server.send('dana', { subject: 'Big', text: form('big'), attachments });
  await server.inject(
    `From: lee@example.test\r\nSubject: Forged\r\n\r\n${'x'.repeat(70)}\r\n${'y\r\n'.repeat(4_000_000)}`,
  );
  const mailbox = runMailbox(server, environment.client);
  await until('Rejected', 2);

  expect(mailbox.notices.map((notice) => notice.to)).toEqual(['dana@example.test']);
  expect(await mailbox.stop()).toEqual({ 'rejected: too-large': 2 });
});

test('a preview is answered and starts nothing', async () => {
  await server.send('dana', { text: `preview\n${form('look')}`, messageId: '<look@example.test>' });
  const mailbox = runMailbox(server, environment.client);
  await until('Processed', 1);

  expect(mailbox.previews).toEqual(['look']);
  expect(await mailbox.stop()).toEqual({ preview: 1 });
  await expect(handleOf(referenceOf(keyOf('<look@example.test>'))).describe()).rejects.toThrow(WorkflowNotFoundError);
});

test('says what to mend when the mailbox cannot be opened', async () => {
  const mailboxes = server.config.mailboxes.map((box) => ({ ...box, password: new Secret('wrong') }));
  const { ended } = runMailbox({ config: { ...server.config, mailboxes } }, environment.client);
  await expect(ended).rejects.toMatchObject({
    type: 'Configuration',
    message: expect.stringContaining('password'),
  });
});

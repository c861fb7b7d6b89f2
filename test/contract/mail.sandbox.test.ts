import { type MailSandbox, REQUESTS, startMailSandbox } from '../support/mail.ts';

let sandbox: MailSandbox;
beforeAll(async () => {
  sandbox = await startMailSandbox();
});
afterAll(() => sandbox.mail.close());

const received = () => sandbox.mail.received(REQUESTS.address).at(-1);
const headersOf = (raw: string) => raw.slice(0, raw.indexOf('\r\n\r\n'));

test('stamps what an account sends as proven, above everything the sender wrote', async () => {
  const forged = { 'Authentication-Results': 'mx.example.test; dmarc=pass header.from=forged.test' };
  await sandbox.send('dana', { to: 'requests+tag@example.test', subject: 'Hi', text: 'x', headers: forged });

  const lines = headersOf(received()?.raw ?? '').split('\r\n');
  expect(lines.slice(0, 3)).toEqual([
    'Return-Path: <dana@example.test>',
    'Delivered-To: requests+tag@example.test',
    'Authentication-Results: mx.example.test; dmarc=pass header.from=example.test',
  ]);
  expect(lines.filter((line) => /^authentication-results/i.test(line))).toHaveLength(1);
});

test.each([
  ['dana@example.test', 'fail'],
  ['mallory@outside.test', 'none'],
])('stamps what comes from outside as %s with dmarc=%s', async (from, verdict) => {
  const forged = 'Authentication-Results: mx.example.test; dmarc=pass header.from=example.test';
  await sandbox.inject(`${forged}\r\nFrom: ${from}\r\nSubject: Hi\r\n\r\nx\r\n`);

  const results = headersOf(received()?.raw ?? '').match(/^Authentication-Results:.*$/gm);
  expect(results).toEqual([
    `Authentication-Results: mx.example.test; dmarc=${verdict} header.from=${from.split('@')[1]}`,
  ]);
});

test('refuses what a real server refuses, and delivers none of it', async () => {
  const before = sandbox.mail.received(REQUESTS.address).length;

  await expect(sandbox.send('dana', { to: 'ghost@example.test', text: 'x' })).rejects.toMatchObject({
    responseCode: 550,
  });
  await expect(sandbox.send('dana', { to: 'someone@elsewhere.test', text: 'x' })).rejects.toMatchObject({
    responseCode: 550,
  });
  await expect(sandbox.send('dana', { from: 'lee@example.test', text: 'x' })).rejects.toMatchObject({
    responseCode: 553,
  });
  const envelope = { from: 'dana@example.test', to: REQUESTS.address };
  await expect(sandbox.send('dana', { from: 'lee@example.test', envelope, text: 'x' })).rejects.toMatchObject({
    responseCode: 550,
  });
  await expect(sandbox.send('dana', { text: 'x'.repeat(26 * 1024 * 1024) })).rejects.toMatchObject({
    responseCode: 552,
  });

  expect(sandbox.mail.received(REQUESTS.address)).toHaveLength(before);
});

test('plays faults: a refusal, a cut before and a cut after the delivery', async () => {
  const { faults, writes } = sandbox.context;
  const count = () => sandbox.mail.received(REQUESTS.address).length;
  const before = count();
  faults.add({ match: '^mail SMTP', status: 451, message: '4.3.0 try later' });
  await expect(sandbox.send('dana', { text: 'x' })).rejects.toMatchObject({ responseCode: 451 });
  faults.add({ match: '^mail SMTP', cut: true });
  await expect(sandbox.send('dana', { text: 'x' })).rejects.toThrow(/clos|reset/i);
  expect(count()).toBe(before);

  faults.add({ match: '^mail SMTP', lostReply: true });
  await expect(sandbox.send('dana', { text: 'x', messageId: '<lost@example.test>' })).rejects.toThrow(/clos|reset/i);
  expect(count()).toBe(before + 1);
  expect(writes.all().at(-1)?.what).toBe('SMTP requests@example.test <lost@example.test>');
});

import { splitMessage } from '../../sandbox/mail/headers.ts';
import { AUTHSERV_ID } from '../../sandbox/mail/mail.ts';
import { valuesOf } from '../../src/intake/message.ts';
import { wholeFile } from '../support/fixture.ts';
import { REQUESTS, startMailUnderTest } from '../support/mail.ts';

const server = wholeFile(startMailUnderTest);

const received = async () => (await server.mail.received(REQUESTS.address)).at(-1)?.raw ?? '';
const headersOf = (raw: string) => splitMessage(Buffer.from(raw, 'latin1')).headers;

/** What servers say in Authentication-Results beside comments and other methods is theirs. */
const verdictOf = (value: string | undefined) => ({
  authserv: value?.split(';')[0]?.trim(),
  dmarc: /\bdmarc=(\w+)/.exec(value ?? '')?.[1],
});

const forged = `${AUTHSERV_ID}; dmarc=pass header.from=forged.test`;

test('stamps what an account sends as proven, above everything the sender wrote', async () => {
  const headers = { 'Authentication-Results': forged, 'X-Written': 'by the sender' };
  await server.send('dana', { to: 'requests+tag@example.test', subject: 'Hi', text: 'x', headers });

  const all = headersOf(await received());
  const results = valuesOf(all, 'authentication-results');
  expect(all.slice(0, 2).map(({ raw }) => raw)).toEqual([
    'Return-Path: <dana@example.test>',
    'Delivered-To: requests+tag@example.test',
  ]);
  expect(verdictOf(results[0])).toEqual({ authserv: AUTHSERV_ID, dmarc: 'pass' });
  expect(results[0]).toContain('header.from=example.test');
  expect(results).toHaveLength(1);
  const names = all.map(({ name }) => name);
  expect(names.indexOf('authentication-results')).toBeLessThan(names.indexOf('x-written'));
});

test.each([
  ['dana@example.test', 'fail'],
  ['mallory@outside.test', 'none'],
])('stamps what comes from outside as %s with dmarc=%s', async (from, dmarc) => {
  await server.inject(`Authentication-Results: ${forged}\r\nFrom: ${from}\r\nSubject: Hi\r\n\r\nx\r\n`);

  const results = valuesOf(headersOf(await received()), 'authentication-results');
  expect(results.map(verdictOf)).toEqual([{ authserv: AUTHSERV_ID, dmarc }]);
});

test('refuses what a mail server refuses, and delivers none of it', async () => {
  const before = (await server.mail.received(REQUESTS.address)).length;

  await expect(server.send('dana', { to: 'ghost@example.test', text: 'x' })).rejects.toMatchObject({
    responseCode: 550,
  });
  await expect(server.send('dana', { to: 'someone@elsewhere.test', text: 'x' })).rejects.toMatchObject({
    responseCode: 550,
  });
  await expect(server.send('dana', { from: 'lee@example.test', text: 'x' })).rejects.toMatchObject({
    responseCode: 553,
  });
  const envelope = { from: 'dana@example.test', to: REQUESTS.address };
  await expect(server.send('dana', { from: 'lee@example.test', envelope, text: 'x' })).rejects.toMatchObject({
    // 550 at Exchange, 554 behind a milter.
    message: expect.stringMatching(/55[04] .*dana@example\.test may not send as lee@example\.test/),
  });
  await expect(server.send('dana', { text: 'x'.repeat(26 * 1024 * 1024) })).rejects.toMatchObject({
    responseCode: 552,
  });

  expect(await server.mail.received(REQUESTS.address)).toHaveLength(before);
});

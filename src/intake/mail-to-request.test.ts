import * as fc from 'fast-check';
import { type MailRules, mailToRequest } from './mail-to-request.ts';
import { readReply } from './reply.ts';
import { readOurMessageId } from './thread.ts';

const RULES: MailRules = {
  ours: { addresses: ['requests@example.test'], domain: 'example.test', instance: 'berth.example.test' },
  trustedAuthserv: 'mx.example.test',
  signedBy: async () => [],
};
const AT = new Date('2025-06-03T09:12:00Z');
const read = (raw: string | Buffer, mailbox = 'requests') => {
  const bytes = Buffer.from(raw);
  return mailToRequest({ mailbox, raw: bytes, size: bytes.length, receivedAt: AT }, RULES, AT);
};
const mail = (headers: Record<string, string>, text = 'project: payments\n') =>
  `${Object.entries({ From: 'dana@example.test', ...headers })
    .map(([name, value]) => `${name}: ${value}`)
    .join('\r\n')}\r\n\r\n${text}`;

const uncommented = (value: string) => value.replace(/\([^()]*\)/g, ' ');
const OUTCOMES = ['request', 'preview', 'reply', 'bounce', 'ignore', 'quarantine'];

test('whatever the bytes, there is an outcome', async () => {
  const piece = fc.oneof(
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    fc
      .constantFrom(
        '\r\n',
        '\r\n\r\n',
        'From: ',
        'Content-Type: multipart/mixed; boundary=b\r\n',
        '--b\r\n',
        '--b--',
        'project: ',
      )
      .map((text) => Buffer.from(text)),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 20 }), async (pieces) => {
      expect(OUTCOMES).toContain((await read(Buffer.concat(pieces))).outcome);
    }),
    { numRuns: 200 },
  );
});

test('no automatic mail ever asks for anything, whatever else it says', async () => {
  const automatic = fc.constantFrom<Record<string, string>>(
    { 'Auto-Submitted': 'auto-replied' },
    { 'Auto-Submitted': 'Auto-Generated; why=because' },
    { Precedence: 'bulk' },
    { 'X-Auto-Response-Suppress': 'OOF' },
    { 'Return-Path': '<>' },
    { 'List-Id': '<x.example.test>' },
    { 'X-Berth-Loop': 'berth.example.test' },
  );
  const header = fc.stringMatching(/^[A-Za-z0-9 <>@.-]{0,40}$/);
  await fc.assert(
    fc.asyncProperty(automatic, header, header, async (headers, Subject, InReplyTo) => {
      const { outcome } = await read(mail({ Subject, 'In-Reply-To': InReplyTo, ...headers }));
      expect(outcome).toBe('ignore');
    }),
    { numRuns: 60 },
  );
});

test('only our own MX proves a sender, and only for the domain that it names', async () => {
  const part = fc.constantFrom(
    'mx.example.test',
    'mx.evil.test',
    '; ',
    ' ',
    'dmarc=pass',
    'dmarc=fail',
    'header.from=example.test',
    'header.from=outside.test',
    '(',
    ')',
    '"',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(part, { maxLength: 8 }), async (parts) => {
      const results = parts.join('');
      const found = await read(mail({ 'Authentication-Results': results }));
      const proof = found.outcome === 'request' ? found.start.senderProof : undefined;
      const mayProve = /^\s*mx\.example\.test\s*;.*dmarc=pass.*header\.from=example\.test/.test(uncommented(results));
      expect(proof === 'proven' && !mayProve).toBe(false);
    }),
    { numRuns: 300 },
  );
  const proven = await read(
    mail({ 'Authentication-Results': 'mx.example.test; dmarc=pass (p=none) header.from=example.test' }),
  );
  expect(proven).toMatchObject({ start: { senderProof: 'proven' } });
});

test('the intake key is the mailbox and the Message-ID, or what the mail says', async () => {
  const keyOf = async (raw: string, mailbox?: string) => {
    const found = await read(raw, mailbox);
    return found.outcome === 'request' ? found.start.source.key : undefined;
  };
  expect(await keyOf(mail({ 'Message-ID': '<a@b>' }))).toBe('requests:<a@b>');
  expect(await keyOf(mail({ 'Message-ID': '<a@b>' }), 'other')).toBe('other:<a@b>');
  const [one, again, other] = [
    mail({ Date: 'd' }, 'one'),
    mail({ Received: 'x', Date: 'd' }, 'one'),
    mail({ Date: 'd' }, 'two'),
  ];
  expect(await keyOf(one)).toBe(await keyOf(again));
  expect(await keyOf(one)).not.toBe(await keyOf(other));
});

test('only Message-IDs of our form and our domain are ours', () => {
  expect(readOurMessageId('<BR-7F3K2M9QXA.decision-needed.2@example.test>', 'example.test')).toEqual({
    reference: 'BR-7F3K2M9QXA',
    what: 'decision-needed.2',
  });
  for (const id of [
    '<BR-7F3K2M9QXA.ready@evil.test>',
    '<BR-short.ready@example.test>',
    'BR-7F3K2M9QXA.ready@example.test',
    '<BR-7F3K2M9QXA@example.test>',
  ]) {
    expect(readOurMessageId(id, 'example.test')).toBeUndefined();
  }
});

test.each([
  ['withdraw', 'withdraw'],
  ['\n  Withdraw.  \n\nregards', 'withdraw'],
  ['withdraw please', undefined],
  ['no\nwithdraw', undefined],
  ['> withdraw\n\nno', undefined],
  ['On Tue, 3 Jun 2025 at 10:00, Berth <requests@example.test> wrote:\n> withdraw', undefined],
  ['-----Original Message-----\nFrom: x\n\nwithdraw', undefined],
])('%j commands %s', (text, command) => {
  expect(readReply(text).command).toBe(command);
});

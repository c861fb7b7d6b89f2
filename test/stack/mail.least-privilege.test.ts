import { chownSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectMailbox } from '../../src/clients/imap.ts';
import { checkMailboxes } from '../../src/doctor/mailboxes.ts';
import { checkSmtp } from '../../src/doctor/smtp.ts';
import { FOLDERS } from '../../src/domain/mail-folders.ts';
import { eachTest } from '../support/fixture.ts';
import { type MailUnderTest, REQUESTS, startMailUnderTest } from '../support/mail.ts';
import { startRealMail } from '../support/mail-server.ts';

let real: Awaited<ReturnType<typeof startRealMail>>;
const server: MailUnderTest = eachTest(async () => {
  const starting = startRealMail();
  real = await starting;
  return startMailUnderTest(starting);
});

/** What docs/permissions.md lists, letter by letter (RFC 4314); Berth has no other right. */
const GRANTED = { INBOX: 'lrste', ...Object.fromEntries(Object.values(FOLDERS).map((folder) => [folder, 'lri'])) };

async function makeFolders(): Promise<void> {
  const [settings] = server.config.mailboxes;
  if (!settings) throw new Error('no mailbox');
  const box = await connectMailbox(settings, server.config.caFile);
  await box.ensureFolders(Object.values(FOLDERS));
  await box.close();
}

/** Dovecot reads a folder's rights from a file in it. */
function grant(rights: Readonly<Record<string, string>>): void {
  const maildir = real.mail.dovecot.maildir(REQUESTS.address);
  const { uid, gid } = statSync(maildir);
  for (const [folder, letters] of Object.entries(rights)) {
    const place = folder === 'INBOX' ? maildir : join(maildir, `.${folder}`);
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, 'dovecot-acl'), `owner ${letters}\n`);
    chownSync(join(place, 'dovecot-acl'), uid, gid);
  }
}

const failing = async () =>
  [...(await checkMailboxes(server.config)), ...(await checkSmtp(server.config))].filter(({ ok }) => !ok);

test('the documented rights are enough', async () => {
  await makeFolders();
  grant(GRANTED);

  expect(await failing()).toEqual([]);
});

test.each([
  ['s', 'INBOX'],
  ['t', 'INBOX'],
  ['e', 'INBOX'],
  ['i', 'Processed'],
  ['i', 'Rejected'],
  ['i', 'Ignored'],
])('the doctor names the right "%s" in %s', async (letter, folder) => {
  await makeFolders();
  grant({ ...GRANTED, [folder]: GRANTED[folder as 'INBOX']?.replace(letter, '') });

  expect(await failing()).toEqual([
    {
      system: 'mailbox requests',
      what: 'rights',
      ok: false,
      detail: expect.stringContaining(`"${letter}" in ${folder}`),
    },
  ]);
});

test('an account that may not write as our sender is named', async () => {
  const { postfix, tables } = real.mail;
  postfix?.setTables({ ...tables, senders: { ...tables.senders, [REQUESTS.address]: 'lee@example.test' } });

  expect(await failing()).toEqual([
    {
      system: 'smtp',
      what: 'sender',
      ok: false,
      detail: expect.stringContaining('Sender address rejected: not owned by user'),
    },
  ]);
  expect(await server.mail.received(REQUESTS.address)).toEqual([]);
});

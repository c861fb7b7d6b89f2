import { chownSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectMailbox, type ImapMailbox } from '../../src/clients/imap.ts';
import { checkMailboxes } from '../../src/doctor/mailboxes.ts';
import { checkSmtp } from '../../src/doctor/smtp.ts';
import { FOLDERS } from '../../src/domain/mail-folders.ts';
import { eachTest } from '../support/fixture.ts';
import { eventually, type MailUnderTest, REQUESTS, startMailUnderTest } from '../support/mail.ts';
import { startRealMail } from '../support/mail-server.ts';

let real: Awaited<ReturnType<typeof startRealMail>>;
const server: MailUnderTest = eachTest(async () => {
  const starting = startRealMail();
  real = await starting;
  return startMailUnderTest(starting);
});

const PAGE = join(import.meta.dirname, '../../docs/permissions.md');
/** What docs/permissions.md lists, letter by letter (RFC 4314), by folder; Berth has no other right. */
const GRANTED = documentedRights();
const RIGHTS = Object.entries(GRANTED).flatMap(([folder, letters]) =>
  // Who may not see or read is told that nothing can be opened.
  letters
    .split('')
    .filter((letter) => !'lr'.includes(letter))
    .map((letter): [string, string] => [letter, folder]),
);

function documentedRights(): Readonly<Record<string, string>> {
  const [, mail = ''] = /^## Mail\n([\s\S]*?)^## /m.exec(readFileSync(PAGE, 'utf8')) ?? [];
  const rows = [...mail.matchAll(/^\| (`[^|]+) \| `([a-z]+)` \|/gm)];
  const rights = rows.flatMap(([, folders = '', letters = '']) =>
    [...folders.matchAll(/`([^`]+)`/g)].map(([, folder = '']) => [folder, letters]),
  );
  return Object.fromEntries(rights) as Record<string, string>;
}

test('the page names every folder that Berth uses', () => {
  expect(Object.keys(GRANTED).toSorted()).toEqual(['INBOX', ...Object.values(FOLDERS)].toSorted());
});

function open(): Promise<ImapMailbox> {
  const [settings] = server.config.mailboxes;
  if (!settings) throw new Error('no mailbox');
  return connectMailbox(settings, server.config.caFile);
}

async function makeFolders(): Promise<void> {
  const box = await open();
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

/** These rights but one. */
const without = (letter: string, folder: string, rights = GRANTED) => ({
  ...rights,
  [folder]: rights[folder]?.replace(letter, '') ?? '',
});

const failing = async () =>
  [...(await checkMailboxes(server.config)), ...(await checkSmtp(server.config))].filter(({ ok }) => !ok);

test('the documented rights are enough', async () => {
  await makeFolders();
  grant(GRANTED);

  expect(await failing()).toEqual([]);
});

test('with exactly the documented rights a mail is marked and filed', async () => {
  await makeFolders();
  grant(GRANTED);
  await server.send('dana', { subject: 'Hi', text: 'hello' });
  const box = await open();
  const { uid } = await eventually(async () => (await box.list())[0]);

  await box.file(uid, FOLDERS.processed);

  expect(await box.list()).toEqual([]);
  expect(server.mail.count(REQUESTS.address, FOLDERS.processed)).toBe(1);
  await box.close();
});

test('without the right to take mail away nothing is filed, however often it is tried', async () => {
  await makeFolders();
  grant(without('t', 'INBOX', without('e', 'INBOX')));
  await server.send('dana', { subject: 'Hi', text: 'hello' });
  const box = await open();
  const { uid } = await eventually(async () => (await box.list())[0]);

  for (const _ of ['first', 'second']) {
    await expect(box.file(uid, FOLDERS.processed)).rejects.toThrow(/could not be moved/);
  }
  expect(server.mail.count(REQUESTS.address, FOLDERS.processed)).toBe(0);
  await box.close();
});

test.each(RIGHTS)('the doctor names the right "%s" in %s', async (letter, folder) => {
  await makeFolders();
  grant(without(letter, folder));

  expect(await failing()).toEqual([
    {
      system: 'mailbox requests',
      what: 'rights',
      ok: false,
      detail: expect.stringContaining(`"${letter}" in ${folder}`),
    },
  ]);
});

test('a mailbox that may not be read is named as what cannot be opened', async () => {
  await makeFolders();
  grant(without('r', 'INBOX'));

  expect(await failing()).toEqual([
    { system: 'mailbox requests', what: 'login', ok: false, detail: expect.stringContaining('cannot be opened') },
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

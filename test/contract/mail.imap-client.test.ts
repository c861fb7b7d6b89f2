import { connectMailbox, ImapError, type ImapMailbox } from '../../src/clients/imap.ts';
import { Secret } from '../../src/config.ts';
import { type MailSandbox, REQUESTS, startMailSandbox } from '../support/mail.ts';

let sandbox: MailSandbox;
let box: ImapMailbox;
const open = (over = {}) => {
  const [settings] = sandbox.config.mailboxes;
  if (!settings) throw new Error('no mailbox');
  return connectMailbox({ ...settings, ...over }, sandbox.context.tls.caFile);
};
const never = new AbortController().signal;

beforeEach(async () => {
  sandbox = await startMailSandbox();
  box = await open();
});
afterEach(async () => {
  await box.close();
  await sandbox.mail.close();
});

test('hears of mail that arrives while it waits, reads it and files it', async () => {
  await box.ensureFolders(['Processed', 'Rejected']);
  await box.ensureFolders(['Processed']);
  const waiting = box.waitForMail(0, never);
  await sandbox.send('dana', { subject: 'Hi', text: 'hello' });
  await waiting;

  const [mail] = await box.list();
  expect(mail?.size).toBe(sandbox.mail.received(REQUESTS.address)[0]?.raw.length);
  const source = await box.source(mail?.uid ?? 0, 1_000_000);
  expect(source?.toString()).toContain('hello');
  expect(await box.source(mail?.uid ?? 0, 10)).toHaveLength(10);

  await box.file(mail?.uid ?? 0, 'Processed');
  expect(await box.list()).toEqual([]);
  const filed = await sandbox.mail.folder(REQUESTS.address, 'Processed');
  expect(filed.map((m) => m.subject)).toEqual(['Hi']);
  const imap = sandbox.context.writes.all().filter((write) => write.what.startsWith('IMAP'));
  expect(imap.map((write) => write.what.split(' ')[1])).toEqual(['CREATE', 'CREATE', 'STORE', 'MOVE']);
});

test('filing what another reader filed before is done, not an error', async () => {
  await box.ensureFolders(['Processed']);
  await sandbox.send('dana', { text: 'x' });
  const [mail] = await box.list();
  const other = await open();
  await other.file(mail?.uid ?? 0, 'Processed');
  await other.close();

  await box.file(mail?.uid ?? 0, 'Processed');
  expect(await sandbox.mail.folder(REQUESTS.address, 'Processed')).toHaveLength(1);
});

test('an abort ends the waiting at once', async () => {
  const abort = new AbortController();
  const waiting = box.waitForMail(0, abort.signal);
  abort.abort();
  await expect(waiting).resolves.toBeUndefined();
});

test('a connection that dies ends the waiting, and the next call says so', async () => {
  const waiting = box.waitForMail(0, never);
  await sandbox.mail.close();
  await waiting;
  await expect(box.list()).rejects.toThrow(ImapError);
});

test('a reply that never comes is an error, not an empty inbox', async () => {
  await box.ensureFolders(['Processed']);
  await sandbox.send('dana', { text: 'x' });
  const [mail] = await box.list();
  sandbox.context.faults.add({ match: 'IMAP MOVE', cut: true });
  await expect(box.file(mail?.uid ?? 0, 'Processed')).rejects.toThrow(ImapError);
});

test('a refused move is an error that names the mail', async () => {
  await sandbox.send('dana', { text: 'x' });
  const [mail] = await box.list();
  sandbox.context.faults.add({ match: 'IMAP MOVE', status: 500, message: 'quota exceeded' });
  await expect(box.file(mail?.uid ?? 0, 'Processed')).rejects.toThrow(/message 1 could not be moved/);
});

test('a wrong password is told from a server that is away', async () => {
  await expect(open({ password: new Secret('wrong') })).rejects.toMatchObject({ authentication: true });
  await expect(open({ imap: 'imaps://127.0.0.1:1' })).rejects.toMatchObject({ authentication: false });
});

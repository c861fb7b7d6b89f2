import { connectMailbox, ImapError, type ImapMailbox } from '../../src/clients/imap.ts';
import { Secret } from '../../src/config.ts';
import { eachTest } from '../support/fixture.ts';
import { eventually, REQUESTS, startMailUnderTest } from '../support/mail.ts';

let box: ImapMailbox;
afterEach(() => box.close());
const server = eachTest(startMailUnderTest);
const open = (over = {}) => {
  const [settings] = server.config.mailboxes;
  if (!settings) throw new Error('no mailbox');
  return connectMailbox({ ...settings, ...over }, server.config.caFile);
};
/** The oldest mail; a server may tell of new mail only with the answer to the next command. */
const listed = () => eventually(async () => (await box.list())[0]);
const never = new AbortController().signal;

beforeEach(async () => void (box = await open()));

test('hears of mail that arrives while it waits, reads it and files it', async () => {
  await box.ensureFolders(['Processed', 'Rejected']);
  await box.ensureFolders(['Processed']);
  const waiting = box.waitForMail(0, never);
  await server.send('dana', { subject: 'Hi', text: 'hello' });
  await waiting;

  const { uid, size } = await listed();
  expect(size).toBe((await server.mail.received(REQUESTS.address))[0]?.raw.length);
  const source = await box.source(uid, 1_000_000);
  expect(source?.toString()).toContain('hello');
  expect(await box.source(uid, 10)).toHaveLength(10);

  await box.file(uid, 'Processed');
  expect(await box.list()).toEqual([]);
  const filed = await server.mail.folder(REQUESTS.address, 'Processed');
  expect(filed.map((m) => m.subject)).toEqual(['Hi']);
  const writes = server.imap.commands.filter((command) => /CREATE|STORE|MOVE/.test(command));
  expect(writes).toEqual(['CREATE', 'CREATE', 'STORE', 'MOVE']);
});

test('filing what another reader filed before is done, not an error', async () => {
  await box.ensureFolders(['Processed']);
  await server.send('dana', { text: 'x' });
  const { uid } = await listed();
  const other = await open();
  await other.file(uid, 'Processed');
  await other.close();

  await box.file(uid, 'Processed');
  expect(await server.mail.folder(REQUESTS.address, 'Processed')).toHaveLength(1);
});

test('an abort ends the waiting at once', async () => {
  const abort = new AbortController();
  const waiting = box.waitForMail(0, abort.signal);
  abort.abort();
  await expect(waiting).resolves.toBeUndefined();
});

test('a connection that dies ends the waiting, and the next call says so', async () => {
  const waiting = box.waitForMail(0, never);
  await server.imap.goDown();
  await waiting;
  await expect(box.list()).rejects.toThrow(ImapError);
});

test('a reply that never comes is an error, not an empty inbox', async () => {
  await box.ensureFolders(['Processed']);
  await server.send('dana', { text: 'x' });
  const { uid } = await listed();
  server.imap.breakAt('MOVE', 'cut');
  await expect(box.file(uid, 'Processed')).rejects.toThrow(ImapError);
});

test('a refused move is an error that names the mail', async () => {
  await server.send('dana', { text: 'x' });
  const { uid } = await listed();
  await expect(box.file(uid, 'No such folder')).rejects.toThrow(/message 1 could not be moved/);
});

test('a wrong password is told from a server that is away', async () => {
  await expect(open({ password: new Secret('wrong') })).rejects.toMatchObject({ authentication: true });
  await expect(open({ imap: 'imaps://127.0.0.1:1' })).rejects.toMatchObject({ authentication: false });
});

import { wholeFile } from '../support/fixture.ts';
import { REQUESTS } from '../support/mail.ts';
import { startMailSandbox } from '../support/mail-sandbox.ts';

const sandbox = wholeFile(startMailSandbox);

function write(fields: Record<string, string>): Promise<Response> {
  return fetch(`${sandbox.mail.pageUrl}send`, { method: 'POST', body: new URLSearchParams(fields) });
}

test('what a person writes arrives as theirs, an answer in its thread', async () => {
  const mail = { to: REQUESTS.address, subject: 'Ledger', text: 'project: ledger', inReplyTo: '<first@example.test>' };
  const page = await (await write({ ...mail, from: 'dana@example.test' })).text();
  await write({ ...mail, from: 'mallory@outside.test' });

  const [proven, unproven] = await sandbox.mail.received(REQUESTS.address);
  expect(page).toContain(`Your mail to ${REQUESTS.address} was sent.`);
  expect(proven).toMatchObject({
    from: 'dana@example.test',
    subject: 'Ledger',
    text: expect.stringMatching(/^project: ledger\s*$/),
  });
  expect(proven?.raw).toContain('dmarc=pass header.from=example.test');
  expect(proven?.raw).toContain('In-Reply-To: <first@example.test>');
  expect(unproven?.raw).toContain('dmarc=none header.from=outside.test');
});

test('a refusal of the mail server is shown, and nothing of the mail is lost', async () => {
  const text = 'Dear <b>ghost</b>';
  const response = await write({ from: 'dana@example.test', to: 'ghost@example.test', subject: 'Boo', text });
  const page = await response.text();

  expect(response.status).toBe(422);
  expect(page).toContain('No such user here');
  expect(page).toContain('value="ghost@example.test"');
  expect(page).toContain('Dear &lt;b&gt;ghost&lt;/b&gt;');
});

test('a mailbox lists subject, sender, time and where each mail lies', async () => {
  await sandbox.send('lee', { to: 'sam@example.test', subject: 'Lunch?', text: 'x', date: new Date(0) });

  const page = await (await fetch(`${sandbox.mail.pageUrl}sam@example.test`)).text();
  expect(page).toContain('<a href="/sam@example.test/1"><strong>Lunch?</strong></a>');
  expect(page).toContain('lee@example.test · <time datetime="1970-01-01T00:00:00.000Z">1970-01-01 00:00:00 UTC</time>');
});

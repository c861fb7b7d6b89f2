import { wholeFile } from '../support/fixture.ts';
import { REQUESTS } from '../support/mail.ts';
import { startMailSandbox } from '../support/mail-sandbox.ts';

const sandbox = wholeFile(startMailSandbox);

test('plays a refusal, a cut before and a cut after the delivery', async () => {
  const { faults, writes } = sandbox.context;
  const count = async () => (await sandbox.mail.received(REQUESTS.address)).length;
  const before = await count();
  faults.add({ match: '^mail SMTP', status: 451, message: '4.3.0 try later' });
  await expect(sandbox.send('dana', { text: 'x' })).rejects.toMatchObject({ responseCode: 451 });
  faults.add({ match: '^mail SMTP', cut: true });
  await expect(sandbox.send('dana', { text: 'x' })).rejects.toThrow(/clos|reset/i);
  expect(await count()).toBe(before);

  faults.add({ match: '^mail SMTP', lostReply: true });
  await expect(sandbox.send('dana', { text: 'x', messageId: '<lost@example.test>' })).rejects.toThrow(/clos|reset/i);
  expect(await count()).toBe(before + 1);
  expect(writes.all().at(-1)?.what).toBe('SMTP requests@example.test <lost@example.test>');
});

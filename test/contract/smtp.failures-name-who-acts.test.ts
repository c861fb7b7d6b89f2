import { Secret } from '../../src/config.ts';
import { eachTest } from '../support/fixture.ts';
import { REFERENCE, startMessages } from '../support/notification.ts';

const messages = eachTest(startMessages);

const order = { reference: REFERENCE, what: 'ready', to: 'dana@example.test', data: { project: 'payments' } } as const;

test('a dead recipient is final', async () => {
  await expect(messages.activities.sendMail({ ...order, to: 'gone@example.test' })).rejects.toMatchObject({
    type: 'Rejected',
    nonRetryable: true,
  });
});

test.each([
  ['a server that is busy', '451 4.3.0 Try later', 'Unavailable'],
  ['a mail that is refused', '554 5.7.1 Not this one', 'Rejected'],
])('%s', async (_, answer, type) => {
  messages.server.refuseData(order.to, answer);

  await expect(messages.activities.sendMail(order)).rejects.toMatchObject({
    type,
    message: expect.stringContaining(answer.replace(/^\S+ \S+ /, '')),
  });
});

test('a cut connection passes by itself, and the next attempt delivers', async () => {
  messages.smtp.breakAt('MAIL', 'cut');

  await expect(messages.activities.sendMail(order)).rejects.toMatchObject({ type: 'Unavailable' });
  await messages.activities.sendMail(order);
  await messages.server.settled();
  expect(await messages.mail.received(order.to)).toHaveLength(1);
});

test('a lost answer makes the same message twice, never two messages', async () => {
  messages.smtp.breakAt('.', 'lose-reply');

  await expect(messages.activities.sendMail(order)).rejects.toMatchObject({ type: 'Unavailable' });
  await messages.activities.sendMail(order);
  await messages.server.settled();
  const arrived = await messages.mail.received(order.to);
  expect(arrived).toHaveLength(2);
  expect(new Set(arrived.map(({ messageId }) => messageId)).size).toBe(1);
});

test('nobody listens: it passes by itself', async () => {
  const { smtp } = messages.config;
  const nowhere = messages.withConfig({ smtp: { ...smtp, url: 'smtps://127.0.0.1:9' } });

  await expect(nowhere.sendMail(order)).rejects.toMatchObject({ type: 'Unavailable', nonRetryable: false });
});

test('a wrong password and an unknown authority are the configuration, and the password is not told', async () => {
  const { smtp } = messages.config;
  const wrongPassword = messages.withConfig({ smtp: { ...smtp, password: new Secret('not-the-password') } });
  const unknownAuthority = messages.withConfig({ caFile: undefined });

  const error = (await wrongPassword.sendMail(order).catch((e: Error) => e)) as Error;
  expect(error).toMatchObject({ type: 'Configuration', nonRetryable: true });
  expect(`${error.message} ${error.stack}`).not.toContain('not-the-password');
  await expect(unknownAuthority.sendMail(order)).rejects.toMatchObject({
    type: 'Configuration',
    message: expect.stringContaining('Certificate of '),
  });
});

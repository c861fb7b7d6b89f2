import type { Fault } from '../../sandbox/kit/faults.ts';
import { Secret } from '../../src/config.ts';
import { type Messages, REFERENCE, startMessages } from '../support/notification.ts';

let messages: Messages;
beforeEach(async () => void (messages = await startMessages()));
afterEach(() => messages.close());

const order = { reference: REFERENCE, what: 'ready', to: 'dana@example.test', data: { project: 'payments' } } as const;

test('a dead recipient is final', async () => {
  await expect(messages.activities.sendMail({ ...order, to: 'gone@example.test' })).rejects.toMatchObject({
    type: 'Rejected',
    nonRetryable: true,
  });
});

const played: readonly [string, Omit<Fault, 'match'>, string][] = [
  ['a server that is busy', { status: 451, message: '4.3.0 try later' }, 'Unavailable'],
  ['a cut connection', { cut: true }, 'Unavailable'],
  ['a mail that is refused', { status: 554, message: '5.7.1 no' }, 'Rejected'],
];

test.each(played)('%s', async (_, fault, type) => {
  messages.context.faults.add({ match: 'mail SMTP', ...fault });

  await expect(messages.activities.sendMail(order)).rejects.toMatchObject({ type });
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
  await expect(unknownAuthority.sendMail(order)).rejects.toMatchObject({ type: 'Configuration' });
});

import { inspect } from 'node:util';
import { verifyToken } from '../../src/auth/tokens.ts';
import { type Messages, REFERENCE, startMessages } from '../support/notification.ts';

let messages: Messages;
beforeEach(async () => void (messages = await startMessages()));
afterEach(() => messages.close());

function tokenIn(page: string): string {
  const text = messages.mail.received('dana@example.test')[0]?.text ?? '';
  return new RegExp(`https://berth\\.example\\.test/${page}\\?token=(\\S+)`).exec(text)?.[1] ?? '';
}

const activation = {
  reference: REFERENCE,
  id: 'dana',
  mail: 'dana@example.test',
  name: 'Dana Field',
  project: 'payments',
};

test('an activation link is bound to the password of now', async () => {
  await messages.activities.sendActivation(activation);

  const claims = await verifyToken(messages.config.auth.decisionKey, 'activate', tokenIn('activate'));
  expect(claims).toMatchObject({ id: 'dana', reference: REFERENCE, passwordStamp: 'stamp of dana' });
  expect((claims['exp'] as number) - (claims['iat'] as number)).toBe(7 * 24 * 3600);
});

test('a confirmation link says which request and which address', async () => {
  await messages.activities.sendConfirmation({ reference: REFERENCE, to: 'dana@example.test' });

  const claims = await verifyToken(messages.config.auth.decisionKey, 'confirm-sender', tokenIn('confirm'));
  expect(claims).toMatchObject({ reference: REFERENCE, mail: 'dana@example.test' });
});

test('a link stays in its mail: neither results nor failures tell it', async () => {
  expect(await messages.activities.sendActivation(activation)).toBeUndefined();
  messages.context.faults.add({ match: 'mail SMTP', status: 554 });

  const error = (await messages.activities.sendActivation(activation).catch((e: Error) => e)) as Error;
  expect(error).toMatchObject({ type: 'Rejected' });
  expect(inspect(error, { depth: null })).not.toContain('token=');
});

import { inspect } from 'node:util';
import { verifyToken } from '../../src/auth/tokens.ts';
import { eachTest } from '../support/fixture.ts';
import { REFERENCE, startMessages } from '../support/notification.ts';

const messages = eachTest(startMessages);

async function tokenIn(page: string): Promise<string> {
  await messages.server.settled();
  const text = (await messages.mail.received('dana@example.test'))[0]?.text ?? '';
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

  const claims = await verifyToken(messages.config.auth.decisionKey, 'activate', await tokenIn('activate'));
  expect(claims).toMatchObject({ id: 'dana', reference: REFERENCE, passwordStamp: 'stamp of dana' });
  expect((claims['exp'] as number) - (claims['iat'] as number)).toBe(7 * 24 * 3600);
});

test('a confirmation link says which request and which address', async () => {
  await messages.activities.sendConfirmation({ reference: REFERENCE, to: 'dana@example.test' });

  const claims = await verifyToken(messages.config.auth.decisionKey, 'confirm-sender', await tokenIn('confirm'));
  expect(claims).toMatchObject({ reference: REFERENCE, mail: 'dana@example.test' });
});

test('a link stays in its mail: neither results nor failures tell it', async () => {
  expect(await messages.activities.sendActivation(activation)).toBeUndefined();
  messages.server.refuseData(activation.mail, '554 5.7.1 Not this one');

  const error = (await messages.activities.sendActivation(activation).catch((e: Error) => e)) as Error;
  expect(error).toMatchObject({ type: 'Rejected' });
  expect(inspect(error, { depth: null })).not.toContain('token=');
});

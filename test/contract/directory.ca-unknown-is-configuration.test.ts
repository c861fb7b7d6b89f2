import { createDirectoryActivities } from '../../src/activities/directory/directory.ts';
import { Secret } from '../../src/config.ts';
import { inContext } from '../support/activity.ts';
import { activitiesWith, directoryUnderTest, failureOf } from '../support/directory.ts';
import { eachTest } from '../support/fixture.ts';
import { startRelay } from '../support/relay.ts';

const under = eachTest(directoryUnderTest);

const LDAPS = 636;
const dana = { mail: 'dana@example.test' };

test('an unknown certificate authority is for an operator', async () => {
  const untrusting = inContext(createDirectoryActivities({ config: under.access.config }));

  expect(await failureOf(untrusting.findPerson(dana))).toMatchObject({ type: 'Configuration', nonRetryable: true });
});

test('another host name than the certificate carries is for an operator', async () => {
  const { hostname, port } = new URL(under.directory.servers[0] ?? '');
  const target = { host: hostname, port: Number(port) || LDAPS };
  const relay = await startRelay({ target, host: '127.0.0.2' });
  const misnamed = activitiesWith(under.access, { servers: [`ldaps://127.0.0.2:${relay.port}`] });

  expect(await failureOf(misnamed.findPerson(dana))).toMatchObject({ type: 'Configuration', nonRetryable: true });
  await relay.close();
});

test("a wrong password of Berth's own account is tried once and told without the password", async () => {
  const wrong = activitiesWith(under.access, { bindPassword: new Secret('not-the-password') });

  const refused = await failureOf(wrong.findPerson(dana));

  expect(refused).toMatchObject({ type: 'Configuration', nonRetryable: true });
  expect(refused.message).toContain('data 52e');
  expect(refused.message).not.toContain('not-the-password');
});

test('a certificate file that is not there is for an operator', async () => {
  const missing = inContext(createDirectoryActivities({ ...under.access, caFile: '/nowhere/ca.crt' }));

  expect(await failureOf(missing.findPerson(dana))).toMatchObject({ type: 'Configuration', nonRetryable: true });
});

/* A directory that is reached by `ldap://`: encrypted before anything is said, or not at all. */
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import type { Client } from 'ldapts';
import { createDirectoryActivities } from '../../src/activities/directory/directory.ts';
import { withDirectory } from '../../src/clients/directory.ts';
import { inContext } from '../support/activity.ts';
import { accountRequest, activitiesWith, failureOf, realDirectory } from '../support/directory.ts';
import { eachTest } from '../support/fixture.ts';
import { startRelay } from '../support/relay.ts';

const under = eachTest(realDirectory);
const LDAP = 389;
/** The extended request, as RFC 4511 names it. */
const START_TLS = '1.3.6.1.4.1.1466.20037';

const plainUrl = () => (under.samba.servers[0] ?? '').replace('ldaps:', 'ldap:');

test('accounts are made and proven by StartTLS', async () => {
  const activities = activitiesWith(under.access, { servers: [plainUrl()] });
  const request = accountRequest();
  const plan = await activities.proposeAccounts(request);

  const { created } = await activities.provisionAccounts({ reference: request.reference, plan });

  expect(created).toHaveLength(8);
  expect(await activities.findReplicationGaps(plan)).toEqual([]);
});

test('an unknown authority and another name than the certificate’s are for an operator', async () => {
  const access = { ...under.access, config: { ...under.access.config, servers: [plainUrl()] } };
  const untrusting = inContext(createDirectoryActivities({ config: access.config }));
  const target = { host: new URL(plainUrl()).hostname, port: LDAP };
  const relay = await startRelay({ target, host: '127.0.0.2' });
  const misnamed = activitiesWith(under.access, { servers: [`ldap://127.0.0.2:${relay.port}`] });

  const refusals = [
    await failureOf(untrusting.findPerson({ id: 'dana' })),
    await failureOf(misnamed.findPerson({ id: 'dana' })),
  ];
  await relay.close();

  for (const refused of refusals) expect(refused).toMatchObject({ type: 'Configuration', nonRetryable: true });
});

const stillAnswers = (client: Client) =>
  client.search('', { scope: 'base' }).then(
    () => true,
    () => false,
  );

test('nothing is said in the clear, not even when the connection was cut', async () => {
  const heard: Buffer[] = [];
  const target = { host: new URL(plainUrl()).hostname, port: LDAP };
  const judge = (data: Buffer) => {
    heard.push(data);
    return 'pass' as const;
  };
  const relay = await startRelay({ target, host: target.host, judge });
  const access = {
    ...under.access,
    config: { ...under.access.config, servers: [`ldap://${relay.host}:${relay.port}`] },
  };

  const work = withDirectory(access, async (client) => {
    await client.search('', { scope: 'base' });
    relay.cut();
    while (client.isConnected && (await stillAnswers(client))) relay.cut();
    await client.search(access.config.baseDn, { scope: 'base' });
  });

  await expect(work).rejects.toThrow(/closed|Connection|timed out/);
  await relay.close();
  const said = Buffer.concat(heard).toString('latin1');
  expect(said).toContain(START_TLS);
  expect(said).not.toContain(access.config.bindUser);
  expect(said).not.toContain(access.config.baseDn);
});

test('a server that refuses StartTLS is never told the password', async () => {
  const heard: Buffer[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (data: Buffer) => {
      heard.push(data);
      // "Protocol error" to the extended request of this id.
      socket.write(Buffer.from([0x30, 0x0c, 0x02, 0x01, data[4] ?? 1, 0x78, 0x07, 0x0a, 1, 2, 4, 0, 4, 0]));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `ldap://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const refused = await failureOf(activitiesWith(under.access, { servers: [url] }).findPerson({ id: 'dana' }));
  await new Promise((resolve) => server.close(resolve));

  expect(refused.type).not.toBe('none');
  const said = Buffer.concat(heard).toString('latin1');
  expect(said).toContain(START_TLS);
  expect(said).not.toContain(under.access.config.bindUser);
});

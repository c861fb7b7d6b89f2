import { accountRequest, activitiesWith, failureOf, watchedDirectory } from '../support/directory.ts';
import { eachTest } from '../support/fixture.ts';

const under = eachTest(watchedDirectory);

const NOWHERE = 'ldaps://127.0.0.1:1';

test('a lookup goes on to the next server when the first cannot be reached', async () => {
  const activities = activitiesWith(under.access, { servers: [NOWHERE, under.directory.servers.at(-1) ?? ''] });

  expect(await activities.findPerson({ mail: 'dana@example.test' })).toMatchObject({ id: 'dana' });
});

test('what leads to a write waits for the first server, so that a repeat sees its own work', async () => {
  const activities = activitiesWith(under.access, { servers: [NOWHERE, under.directory.servers.at(-1) ?? ''] });

  expect(await failureOf(activities.proposeAccounts(accountRequest()))).toMatchObject({
    type: 'Unavailable',
    message: expect.stringContaining(NOWHERE),
    nonRetryable: false,
  });
});

test('a directory that is busy is tried again', async () => {
  under.faults.add({ match: 'directory search', status: 51 });

  expect(await failureOf(under.activities.findPerson({ id: 'dana' }))).toMatchObject({
    type: 'Unavailable',
    nonRetryable: false,
  });
});

test('a server that cannot be asked is no proof of replication', async () => {
  const request = accountRequest();
  const plan = await under.activities.proposeAccounts(request);
  await under.activities.provisionAccounts({ reference: request.reference, plan });
  const activities = activitiesWith(under.access, { servers: [under.directory.servers[0] ?? '', NOWHERE] });

  const refused = await failureOf(activities.findReplicationGaps(plan));

  expect(refused).toMatchObject({ type: 'Unavailable', message: expect.stringContaining('127.0.0.1:1') });
});

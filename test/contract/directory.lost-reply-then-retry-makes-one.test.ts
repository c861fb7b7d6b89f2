import { accountRequest, entryNamed, failureOf, watchedDirectory } from '../support/directory.ts';
import { eachTest } from '../support/fixture.ts';

const under = eachTest(watchedDirectory);

test.each([
  'add OU=payments',
  'add CN=berth-payments-leads',
  'add CN=nina.berg',
  'modify CN=berth-payments-developers',
])('the reply to %s is lost, and the next attempt makes nothing twice', async (call) => {
  const request = accountRequest();
  const plan = await under.activities.proposeAccounts(request);
  under.faults.add({ match: `directory ${call},`, lostReply: true });

  const lost = await failureOf(under.activities.provisionAccounts({ reference: request.reference, plan }));
  expect(lost).toMatchObject({ type: 'Unavailable', nonRetryable: false });
  await under.activities.provisionAccounts({ reference: request.reference, plan });

  const writes = under.writes();
  expect(writes).toHaveLength(8);
  expect(writes.filter((what) => what.startsWith('add'))).toHaveLength(
    new Set(writes.filter((what) => what.startsWith('add'))).size,
  );
  await under.directory.settle();
  expect(await under.activities.findReplicationGaps(plan)).toEqual([]);
  expect((await entryNamed(under.directory, 'CN=berth-payments-developers'))?.attributes['member']).toHaveLength(2);
});

test('undo goes on where a lost reply stopped it', async () => {
  const request = accountRequest();
  const plan = await under.activities.proposeAccounts(request);
  await under.activities.provisionAccounts({ reference: request.reference, plan });
  for (const kind of ['modify CN=nina.berg', 'rename CN=nina.berg', 'rename CN=berth-payments-viewers']) {
    under.faults.add({ match: `directory ${kind},`, lostReply: true });
    const lost = await failureOf(under.activities.retireAccounts({ reference: request.reference, plan }));
    expect(lost.type).toBe('Unavailable');
  }

  const undone = await under.activities.retireAccounts({ reference: request.reference, plan });

  expect(undone).toHaveLength(5);
  expect(await entryNamed(under.directory, 'OU=payments')).toBeUndefined();
});

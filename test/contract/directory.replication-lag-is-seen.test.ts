import { accountRequest, directoryPair } from '../support/directory.ts';
import { eachTest } from '../support/fixture.ts';

const under = eachTest(directoryPair);

test('what the second server does not show yet is a gap, until it is replicated', async () => {
  const request = accountRequest();
  const plan = await under.activities.proposeAccounts(request);
  await under.directory.holdReplication();
  await under.activities.provisionAccounts({ reference: request.reference, plan });
  const server = new URL(under.directory.servers[1] ?? '').host;

  const gaps = await under.activities.findReplicationGaps(plan);
  expect(gaps).toEqual(
    [
      'OU payments',
      'user nina.berg',
      'group berth-payments-leads',
      'group berth-payments-developers',
      'group berth-payments-viewers',
    ].map((name) => ({ server, name })),
  );

  await under.directory.releaseReplication();
  expect(await under.activities.findReplicationGaps(plan)).toEqual([]);
});

test('a membership alone that is missing is a gap', async () => {
  const request = accountRequest();
  const plan = await under.activities.proposeAccounts(request);
  const groups = plan.groups.map((group) => ({ ...group, members: [] }));
  await under.activities.provisionAccounts({ reference: request.reference, plan: { ...plan, groups } });
  await under.directory.holdReplication();
  await under.activities.provisionAccounts({ reference: request.reference, plan });

  const gaps = await under.activities.findReplicationGaps(plan);
  expect(gaps.map((gap) => gap.name)).toEqual([
    'membership of lee in berth-payments-leads',
    'membership of dana in berth-payments-developers',
    'membership of nina.berg in berth-payments-developers',
  ]);
});

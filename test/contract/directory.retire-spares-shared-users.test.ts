import { accountRequest, directoryUnderTest, entryNamed } from '../support/directory.ts';
import { eachTest } from '../support/fixture.ts';

const under = eachTest(directoryUnderTest);

test('a user whom another project took in meanwhile keeps the account', async () => {
  const request = accountRequest();
  const plan = await under.activities.proposeAccounts(request);
  await under.activities.provisionAccounts({ reference: request.reference, plan });
  const other = accountRequest({ reference: 'BR-0000000000', project: 'billing' });
  const otherPlan = await under.activities.proposeAccounts(other);
  expect(otherPlan.people.every((person) => person.exists)).toBe(true);
  await under.activities.provisionAccounts({ reference: other.reference, plan: otherPlan });

  const undone = await under.activities.retireAccounts({ reference: request.reference, plan });

  expect(undone[0]).toMatch(/^left: user nina\.berg, .*CN=berth-billing-developers/);
  expect((await entryNamed(under.directory, 'CN=nina.berg'))?.attributes['userAccountControl']).toEqual(['512']);
  await under.directory.settle();
  expect(await under.activities.findReplicationGaps(otherPlan)).toEqual([]);
});

import { accountRequest, directoryUnderTest, entryNamed } from '../support/directory.ts';
import { eachTest } from '../support/fixture.ts';

const under = eachTest(directoryUnderTest);

test('makes OU, groups, new accounts and memberships, marked by the reference', async () => {
  const request = accountRequest();
  const plan = await under.activities.proposeAccounts(request);
  const result = await under.activities.provisionAccounts({ reference: request.reference, plan });

  expect(result.toActivate).toEqual(['nina.berg']);
  expect(result.created).toEqual([
    'OU payments',
    'group berth-payments-leads',
    'group berth-payments-developers',
    'group berth-payments-viewers',
    'user nina.berg',
    'membership of lee in berth-payments-leads',
    'membership of dana in berth-payments-developers',
    'membership of nina.berg in berth-payments-developers',
  ]);
  const projects = 'OU=Projects,DC=ad,DC=example,DC=test';
  expect(await entryNamed(under.directory, 'OU=payments')).toMatchObject({
    dn: `OU=payments,${projects}`,
    attributes: { businessCategory: [request.reference] },
  });
  expect(await entryNamed(under.directory, 'CN=berth-payments-developers')).toMatchObject({
    dn: `CN=berth-payments-developers,OU=payments,${projects}`,
    attributes: {
      sAMAccountName: ['berth-payments-developers'],
      groupType: ['-2147483646'],
      info: [request.reference],
      member: inAnyOrder(
        'CN=Dana Field,CN=Users,DC=ad,DC=example,DC=test',
        'CN=nina.berg,CN=Users,DC=ad,DC=example,DC=test',
      ),
    },
  });
  expect((await entryNamed(under.directory, 'CN=nina.berg'))?.attributes).toMatchObject({
    sAMAccountName: ['nina.berg'],
    userPrincipalName: ['nina.berg@ad.example.test'],
    displayName: ['Nina Berg'],
    mail: ['nina.berg@example.test'],
    userAccountControl: ['512'],
    employeeID: [request.reference],
  });
  await under.directory.settle();
  expect(await under.activities.findReplicationGaps(plan)).toEqual([]);
});

/** A directory promises none; the number of members is in what was created. */
const inAnyOrder = (...values: string[]): string[] => expect.arrayContaining(values) as string[];

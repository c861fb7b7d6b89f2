import { attribute, change, escapeDn, passwordAttribute, withDirectory } from '../../src/clients/directory.ts';
import { groupsOf, membersOf } from '../../src/clients/directory-people.ts';
import { accountRequest, directoryUnderTest, failureOf } from '../support/directory.ts';
import { eachTest } from '../support/fixture.ts';

const under = eachTest(directoryUnderTest);
const USERS = 'CN=Users,DC=ad,DC=example,DC=test';

/** Somebody who was there before Berth. */
async function add(name: string, attributes: Readonly<Record<string, string>>): Promise<void> {
  const given = Object.entries({ userAccountControl: '512', ...attributes }).map(([key, value]) =>
    attribute(key, value),
  );
  await withDirectory(under.access, (client) =>
    client.add(`CN=${escapeDn(name)},${USERS}`, [
      attribute('objectClass', 'user'),
      ...given,
      passwordAttribute('Correct-Horse-7'),
    ]),
  );
}

test.each(['Åsa Öberg, Dr.', '#1 "Ops" <night+day>', 'a \\ (b) * c=d; e', '李小龍'])(
  '%s is found, joins, and is let go again',
  async (name) => {
    await add(name, { sAMAccountName: 'asa', displayName: name, mail: 'asa@example.test' });
    const request = accountRequest({ members: ['asa@example.test'] });

    const plan = await under.activities.proposeAccounts(request);
    await under.activities.provisionAccounts({ reference: request.reference, plan });

    expect(plan.people).toContainEqual(expect.objectContaining({ id: 'asa', name, exists: true }));
    await under.directory.settle();
    expect(await under.activities.findReplicationGaps(plan)).toEqual([]);
    expect(await groupsOf(under.access, 'asa')).toEqual(['berth-payments-developers']);
    expect(await membersOf(under.access, 'berth-payments-developers')).toEqual(['asa', 'dana']);
    await under.activities.retireAccounts({ reference: request.reference, plan });
    expect(await groupsOf(under.access, 'asa')).toEqual([]);
    expect(await under.activities.findPerson({ id: 'asa' })).toMatchObject({ name });
  },
);

test('who has no mail attribute is known by the principal name', async () => {
  await add('Uma Reid', { sAMAccountName: 'uma', userPrincipalName: 'Uma.Reid@ad.example.test' });
  const request = accountRequest({ members: ['uma.reid@ad.example.test'] });

  const plan = await under.activities.proposeAccounts(request);

  expect(plan.people).toContainEqual({
    id: 'uma',
    name: 'uma',
    mail: 'uma.reid@ad.example.test',
    exists: true,
  });
  expect(await under.activities.checkAccountPlan({ request, plan })).toEqual([]);
});

test('an id that somebody else has is not proposed, whether as account or as principal name', async () => {
  await add('Nina Bergman', { sAMAccountName: 'nina.berg', mail: 'nina.bergman@example.test' });
  await add('Other', { sAMAccountName: 'other', userPrincipalName: 'nina.berg2@ad.example.test' });
  const request = accountRequest();

  const plan = await under.activities.proposeAccounts(request);
  await under.activities.provisionAccounts({ reference: request.reference, plan });

  expect(plan.people.map(({ id, exists }) => `${id} ${exists}`)).toEqual(['lee true', 'dana true', 'nina.berg3 false']);
});

test('a group name that is taken elsewhere in the domain is a conflict', async () => {
  await add('Taken', { sAMAccountName: 'berth-payments-leads' });
  const request = accountRequest();
  const plan = await under.activities.proposeAccounts(request);

  const refused = await failureOf(under.activities.provisionAccounts({ reference: request.reference, plan }));

  expect(refused).toMatchObject({ type: 'AccountConflict', nonRetryable: true });
  expect(refused.message).toContain('group berth-payments-leads exists already');
});

test('groups in groups in groups count, and a circle of groups does no harm', async () => {
  const request = accountRequest({ members: [] });
  const plan = await under.activities.proposeAccounts(request);
  await under.activities.provisionAccounts({ reference: request.reference, plan });
  const group = (role: string) => `CN=berth-payments-${role},OU=payments,OU=Projects,DC=ad,DC=example,DC=test`;
  await withDirectory(under.access, async (client) => {
    await client.modify(group('developers'), change('add', 'member', group('leads')));
    await client.modify(group('viewers'), change('add', 'member', group('developers')));
    await client.modify(group('leads'), change('add', 'member', group('viewers')));
  });

  expect(await membersOf(under.access, 'berth-payments-viewers')).toEqual(['dana', 'lee']);
  expect(await groupsOf(under.access, 'lee')).toEqual([
    'berth-payments-developers',
    'berth-payments-leads',
    'berth-payments-viewers',
  ]);
});

import { PEOPLE } from '../../sandbox/people.ts';
import { attribute, change, passwordAttribute, withDirectory } from '../../src/clients/directory.ts';
import { authenticate, groupsOf, membersOf } from '../../src/clients/directory-people.ts';
import { accountRequest, directoryUnderTest, failureOf } from '../support/directory.ts';
import { eachTest } from '../support/fixture.ts';

const under = eachTest(directoryUnderTest);

test('people are found by mail, id and GitHub login, whatever the case', async () => {
  const dana = { id: 'dana', name: 'Dana Field', mail: 'dana@example.test', githubLogin: 'dana-field' };

  expect(await under.activities.findPerson({ mail: 'Dana@Example.test' })).toEqual(dana);
  expect(await under.activities.findPerson({ id: 'DANA' })).toEqual(dana);
  expect(await under.activities.findPerson({ githubLogin: 'Dana-Field' })).toEqual(dana);
});

test('strangers, groups, empty keys and filter characters find nobody', async () => {
  for (const by of [
    { mail: PEOPLE.mallory.mail },
    { id: 'berth-support' },
    { mail: '*' },
    { id: 'd*' },
    { mail: '' },
    {},
  ]) {
    expect(await under.activities.findPerson(by)).toBeNull();
  }
});

test('an address that two people have is nobody’s until that is mended', async () => {
  await withDirectory(under.access, (client) =>
    client.add('CN=Dana Two,CN=Users,DC=ad,DC=example,DC=test', [
      attribute('objectClass', 'user'),
      attribute('sAMAccountName', 'dana2'),
      attribute('mail', 'dana@example.test'),
      attribute('userAccountControl', '514'),
    ]),
  );
  expect(await under.activities.findPerson({ mail: 'dana@example.test' })).toMatchObject({ id: 'dana' });
  await withDirectory(under.access, (client) =>
    client.add('CN=Dana Three,CN=Users,DC=ad,DC=example,DC=test', [
      attribute('objectClass', 'user'),
      attribute('sAMAccountName', 'dana3'),
      attribute('mail', 'dana@example.test'),
      attribute('userAccountControl', '512'),
      passwordAttribute('Correct-Horse-7'),
    ]),
  );

  expect(await failureOf(under.activities.findPerson({ mail: 'dana@example.test' }))).toMatchObject({
    type: 'Configuration',
    message: expect.stringContaining('dana3'),
  });
});

test('groups count through other groups, from both sides', async () => {
  const request = accountRequest();
  const plan = await under.activities.proposeAccounts(request);
  await under.activities.provisionAccounts({ reference: request.reference, plan });
  const ou = 'OU=payments,OU=Projects,DC=ad,DC=example,DC=test';
  await withDirectory(under.access, (client) =>
    client.modify(`CN=berth-payments-viewers,${ou}`, change('add', 'member', `CN=berth-payments-leads,${ou}`)),
  );

  expect(await groupsOf(under.access, 'lee')).toEqual(['berth-payments-leads', 'berth-payments-viewers']);
  expect(await membersOf(under.access, 'berth-payments-viewers')).toEqual(['lee']);
  expect(await groupsOf(under.access, 'sam')).toEqual(['berth-support']);
  expect(await membersOf(under.access, 'berth-nowhere')).toEqual([]);
});

test('signing in takes the right password only, never an empty one', async () => {
  expect(await authenticate(under.access, 'dana', PEOPLE.dana.password)).toMatchObject({ id: 'dana' });
  expect(await authenticate(under.access, 'dana', PEOPLE.lee.password)).toBe('wrong');
  expect(await authenticate(under.access, 'dana', '')).toBe('wrong');
  expect(await authenticate(under.access, 'mallory', PEOPLE.mallory.password)).toBe('wrong');
});

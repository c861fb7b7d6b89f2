import { attribute, change, passwordAttribute, withDirectory } from '../../src/clients/directory.ts';
import { lookUpDecider, lookUpPerson, type PersonKey } from '../../src/clients/directory-people.ts';
import { directoryUnderTest, failureOf } from '../support/directory.ts';
import { eachTest } from '../support/fixture.ts';

const under = eachTest(directoryUnderTest);
const dnOf = (id: string) => `CN=${id},CN=Users,DC=ad,DC=example,DC=test`;

/** One more enabled user, with these attributes beside. */
async function add(id: string, more: Readonly<Record<string, readonly string[]>>): Promise<void> {
  const given = Object.entries(more).map(([type, values]) => attribute(type, ...values));
  await withDirectory(under.access, (client) =>
    client.add(dnOf(id), [
      attribute('objectClass', 'user'),
      attribute('sAMAccountName', id),
      attribute('userAccountControl', '512'),
      passwordAttribute('Correct-Horse-7'),
      ...given,
    ]),
  );
}

const disable = (id: string) =>
  withDirectory(under.access, (client) => client.modify(dnOf(id), change('replace', 'userAccountControl', '514')));

const addNora = () =>
  add('nora', {
    mail: ['nora.lane@example.test'],
    userPrincipalName: ['nora@ad.example.test'],
    proxyAddresses: ['SMTP:nora.lane@example.test', 'smtp:Nora.Berg@example.test', 'sip:nora.calls@example.test'],
    uid: ['nora-lane'],
  });

test('one person is found by every address, by id and by login, whatever the case', async () => {
  await addNora();
  const keys: PersonKey[] = [
    { mail: 'Nora.Lane@example.test' },
    { mail: 'NORA@AD.EXAMPLE.TEST' },
    { mail: 'nora.berg@EXAMPLE.test' },
    { id: 'NORA' },
    { githubLogin: 'Nora-Lane' },
  ];
  for (const key of keys) {
    const nora = { id: 'nora', mail: 'nora.lane@example.test', githubLogin: 'nora-lane' };
    expect(await lookUpPerson(under.access, key)).toMatchObject(nora);
    expect(await lookUpDecider(under.access, key)).toEqual({ ...nora, name: 'nora' });
  }
  for (const mail of ['nora.calls@example.test', 'smtp:nora.berg@example.test', 'nora.berg', '*'])
    expect(await lookUpPerson(under.access, { mail })).toBeNull();
});

test.each<[string, Readonly<Record<string, readonly string[]>>, PersonKey]>([
  ['a mail address', { mail: ['NORA.Berg@example.test'] }, { mail: 'nora.berg@example.test' }],
  ['a principal name', { userPrincipalName: ['nora.berg@example.test'] }, { mail: 'nora.berg@example.test' }],
  ['another address', { proxyAddresses: ['SMTP:nora@ad.example.test'] }, { mail: 'nora@ad.example.test' }],
  ['a GitHub login', { uid: ['Nora-Lane'] }, { githubLogin: 'nora-lane' }],
])('%s that somebody else claims too is nobody’s, and neither of them may decide', async (_, claim, key) => {
  await addNora();
  await add('impostor', claim);

  expect(await failureOf(under.activities.findPerson(key))).toMatchObject({
    type: 'Configuration',
    message: expect.stringMatching(/^nora\S+ belongs to impostor and nora in the directory/i),
  });
  expect(await lookUpDecider(under.access, key)).toMatchObject({ id: 'impostor', sharesWith: ['nora'] });
  expect(await lookUpDecider(under.access, { id: 'nora' })).toMatchObject({ id: 'nora', sharesWith: ['impostor'] });
  expect(await lookUpDecider(under.access, { id: 'impostor' })).toMatchObject({ sharesWith: ['nora'] });

  await disable('impostor');
  expect(await under.activities.findPerson(key)).toMatchObject({ id: 'nora' });
  expect(await lookUpDecider(under.access, { id: 'nora' })).not.toHaveProperty('sharesWith');
});

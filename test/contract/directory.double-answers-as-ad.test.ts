import { type Client, Control } from 'ldapts';
import { PEOPLE } from '../../sandbox/people.ts';
import { attribute, change, passwordAttribute, signInAs, withDirectory } from '../../src/clients/directory.ts';
import { directoryUnderTest, entryNamed } from '../support/directory.ts';
import { eachTest } from '../support/fixture.ts';

const BASE = 'DC=ad,DC=example,DC=test';
const USERS = `CN=Users,${BASE}`;
const OU = `OU=x,OU=Projects,${BASE}`;
const GROUP = `CN=g,${OU}`;
const USER = `CN=u,${OU}`;
const GOOD = 'Correct-Horse-7';

const user = (id: string, ...more: ReturnType<typeof attribute>[]) => [
  attribute('objectClass', 'user'),
  attribute('sAMAccountName', id),
  ...more,
];
const setPassword = (password: string) => {
  const asked = change('replace', 'unicodePwd');
  asked.modification = passwordAttribute(password);
  return asked;
};

const under = eachTest(directoryUnderTest);
beforeEach(async () => {
  await withDirectory(under.access, async (client) => {
    await client.add(OU, [attribute('objectClass', 'organizationalUnit')]);
    await client.add(GROUP, [attribute('objectClass', 'group'), attribute('sAMAccountName', 'g')]);
    await client.add(USER, user('u', attribute('userPrincipalName', 'u@ad.example.test')));
    await client.modify(GROUP, change('add', 'member', USER));
  });
});

/** What Samba, or AD where Samba is laxer, answers to each. */
const CASES: readonly [what: string, call: (client: Client) => Promise<unknown>, code: number, text?: string][] = [
  ['the same name again', (c) => c.add(USER, user('v')), 68],
  ['the same account name elsewhere', (c) => c.add(`CN=v,${OU}`, user('U')), 68, '00002071'],
  [
    'the same principal name',
    (c) => c.add(`CN=v,${OU}`, user('v', attribute('userPrincipalName', 'U@ad.example.test'))),
    19,
    '0000202F',
  ],
  ['an illegal account name', (c) => c.add(`CN=v,${OU}`, user('a/b')), 19, '0000202F'],
  ['an account name of 21 characters', (c) => c.add(`CN=v,${OU}`, user('a'.repeat(21))), 19],
  ['a weak password', (c) => c.modify(USER, setPassword('abc')), 19, '0000052D'],
  ['a password that is not quoted', (c) => c.modify(USER, change('replace', 'unicodePwd', 'plain')), 53],
  ['enabling without a password', (c) => c.modify(USER, change('replace', 'userAccountControl', '512')), 53],
  ['a member again', (c) => c.modify(GROUP, change('add', 'member', USER)), 68],
  ['a member that is not there', (c) => c.modify(GROUP, change('delete', 'member', GROUP)), 53],
  ['a member that does not exist', (c) => c.modify(GROUP, change('add', 'member', `CN=ghost,${OU}`)), 32],
  [
    'a second value of a single one',
    (c) => c.modify(USER, [change('add', 'mail', 'a@b.c'), change('add', 'mail', 'd@e.f')]),
    20,
  ],
  ['a missing parent', (c) => c.add(`CN=v,OU=ghost,${OU}`, user('v')), 32],
  ['an unknown attribute', (c) => c.modify(USER, change('add', 'favouriteColour', 'blue')), 16, '0000200A'],
  ['deleting what holds others', (c) => c.del(OU), 66],
  ['an unknown critical control', (c) => c.del(USER, new Control('1.2.840.113556.1.4.805', { critical: true })), 12],
  ['a compare', (c) => c.compare(USER, 'cn', 'u'), 53],
  ['an ordering filter', (c) => c.search(BASE, { filter: '(cn>=a)' }), 53],
  ['a group where only users may be made', (c) => c.add(`CN=v,${USERS}`, [attribute('objectClass', 'group')]), 50],
  [
    'members of a group that is not ours',
    (c) => c.modify(`CN=berth-operators,${USERS}`, change('add', 'member', USER)),
    50,
  ],
  ["the administrator's password", (c) => c.modify(`CN=Administrator,${USERS}`, setPassword(GOOD)), 50],
  ['trust for delegation', (c) => c.modify(USER, change('replace', 'userAccountControl', '524800')), 50],
  ['deleting a person', (c) => c.del(`CN=Dana Field,${USERS}`), 50],
  ['moving a person out of its reach', (c) => c.modifyDN(USER, `CN=u,OU=Services,${BASE}`), 50],
];

test.each(CASES)('%s', async (_, call, code, text = '') => {
  const before = await under.directory.entries();

  await expect(withDirectory(under.access, call)).rejects.toMatchObject({
    code,
    message: expect.stringContaining(text),
  });

  expect(await under.directory.entries()).toEqual(before);
});

test('people sign in by three names and write nothing', async () => {
  const { password } = PEOPLE.dana;
  for (const name of ['dana@ad.example.test', 'EXAMPLE\\dana', `CN=Dana Field,${USERS}`]) {
    const writing = withDirectory(under.access, async (client) => {
      expect(await signInAs(client, name, password)).toBe(true);
      await client.add(`CN=v,${OU}`, user('v'));
    });
    await expect(writing).rejects.toMatchObject({ code: 50 });
  }
});

test.each([
  ['a disabled account', '533', change('replace', 'userAccountControl', '514')],
  ['an account that must change its password', '773', change('replace', 'pwdLastSet', '0')],
])('%s cannot bind', async (_, data, asked) => {
  const binding = withDirectory(under.access, async (client) => {
    await client.modify(USER, [setPassword(GOOD), change('replace', 'userAccountControl', '512')]);
    await client.modify(USER, asked);
    await client.bind(USER, GOOD);
  });

  await expect(binding).rejects.toMatchObject({ code: 49, message: expect.stringContaining(`data ${data}`) });
});

test('links follow a rename, and identity and password stay', async () => {
  const before = (await entryNamed(under.directory, 'CN=u'))?.attributes['objectGUID'];
  await withDirectory(under.access, async (client) => {
    await client.modify(USER, [setPassword(GOOD), change('replace', 'userAccountControl', '512')]);
    await client.modifyDN(OU, `OU=y,OU=Projects,${BASE}`);
    await client.modifyDN(USER.replace('OU=x', 'OU=y'), `CN=w\\, x,OU=Projects,${BASE}`);
  });
  const moved = `CN=w\\, x,OU=Projects,${BASE}`;

  expect(await entryNamed(under.directory, 'CN=w\\, x')).toMatchObject({
    dn: moved,
    attributes: { objectGUID: before },
  });
  const group = await entryNamed(under.directory, 'CN=g');
  expect(group?.attributes['member']).toEqual([moved]);
  await withDirectory(under.access, async (client) =>
    expect(await signInAs(client, 'u@ad.example.test', GOOD)).toBe(true),
  );
});

test('more than a page comes whole', async () => {
  const found = await withDirectory(under.access, async (client) => {
    for (let i = 0; i < 25; i += 1) await client.add(`CN=p${i},${OU}`, user(`p${i}`));
    const all = await client.search(OU, { filter: '(sAMAccountName=p*)', paged: { pageSize: 10 } });
    const limited = await client.search(OU, { filter: '(sAMAccountName=p*)', sizeLimit: 10 });
    return [all.searchEntries.length, limited.searchEntries.length];
  });

  expect(found).toEqual([25, 10]);
});

import { PEOPLE } from '../../sandbox/people.ts';
import { attribute, change, passwordAttribute, signInAs, withDirectory } from '../../src/clients/directory.ts';
import { directoryUnderTest, entryNamed } from '../support/directory.ts';
import { BASE, GOOD, GROUP, OU, USER, USERS } from '../support/directory-names.ts';
import { eachTest } from '../support/fixture.ts';
import { onlyOn } from './differences.ts';

const user = (id: string) => [attribute('objectClass', 'user'), attribute('sAMAccountName', id)];

const under = eachTest(directoryUnderTest);
beforeEach(async () => {
  await withDirectory(under.access, async (client) => {
    await client.add(OU, [attribute('objectClass', 'organizationalUnit')]);
    await client.add(GROUP, [attribute('objectClass', 'group'), attribute('sAMAccountName', 'g')]);
    await client.add(USER, [
      ...user('u'),
      attribute('userPrincipalName', 'u@ad.example.test'),
      attribute('userAccountControl', '512'),
      passwordAttribute(GOOD),
    ]);
    await client.modify(GROUP, change('add', 'member', USER));
  });
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

const bindAsUser = () => withDirectory(under.access, (client) => client.bind(USER, GOOD));

test('a disabled account cannot bind', async () => {
  await withDirectory(under.access, (client) => client.modify(USER, change('replace', 'userAccountControl', '514')));

  await expect(bindAsUser()).rejects.toMatchObject({ code: 49, message: expect.stringContaining('data 533') });
});

test('an account that must change its password cannot bind', async () => {
  await under.directory.expirePassword(USER);

  await expect(bindAsUser()).rejects.toMatchObject({ code: 49, message: expect.stringContaining('data 773') });
});

test('links follow a rename, and identity and password stay', async () => {
  const before = (await entryNamed(under.directory, 'CN=u'))?.attributes['objectGUID'];
  const moved = `CN=w\\, x,OU=Projects,${BASE}`;
  await withDirectory(under.access, async (client) => {
    await client.modifyDN(OU, `OU=y,OU=Projects,${BASE}`);
    await client.modifyDN(USER, moved);
  });

  expect(before).toHaveLength(1);
  expect(await entryNamed(under.directory, 'CN=w\\, x')).toMatchObject({
    dn: moved,
    attributes: { objectGUID: before },
  });
  expect(await entryNamed(under.directory, 'CN=g')).toMatchObject({
    dn: `CN=g,OU=y,OU=Projects,${BASE}`,
    attributes: { member: [moved] },
  });
  await withDirectory(under.access, async (client) =>
    expect(await signInAs(client, 'u@ad.example.test', GOOD)).toBe(true),
  );
});

async function makeMany(sizes: { sizeLimit?: number; paged?: { pageSize: number } }): Promise<number> {
  return withDirectory(under.access, async (client) => {
    for (let i = 0; i < 25; i += 1) await client.add(`CN=p${i},${OU}`, user(`p${i}`));
    return (await client.search(OU, { filter: '(sAMAccountName=p*)', ...sizes })).searchEntries.length;
  });
}

test('more than a page comes whole', async () => {
  expect(await makeMany({ paged: { pageSize: 10 } })).toBe(25);
});

onlyOn('sandbox', 'a search that finds more than it may show', async () => {
  expect(await makeMany({ sizeLimit: 10 })).toBe(10);
});

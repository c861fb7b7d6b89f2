import { attribute, change, passwordAttribute, withDirectory } from '../../src/clients/directory.ts';
import { searchPeople } from '../../src/clients/directory-search.ts';
import { directoryUnderTest } from '../support/directory.ts';
import { eachTest } from '../support/fixture.ts';

const under = eachTest(directoryUnderTest);
const dnOf = (id: string) => `CN=${id},CN=Users,DC=ad,DC=example,DC=test`;

const add = (id: string, name: string) =>
  withDirectory(under.access, (client) =>
    client.add(dnOf(id), [
      attribute('objectClass', 'user'),
      attribute('sAMAccountName', id),
      attribute('displayName', name),
      attribute('mail', `${id}@example.test`),
      attribute('userAccountControl', '512'),
      passwordAttribute('Correct-Horse-7'),
    ]),
  );

const found = async (words: string, most = 20) => (await searchPeople(under.access, words, most)).map(({ id }) => id);

test('people are found by parts of their name, and by the beginning of their id or an address, whatever the case', async () => {
  await add('nora', 'Nora Van Dale');

  for (const words of ['nor', 'NORA', 'dale', 'van d', 'dale nora', 'nora@exam', ' nor  dal ', 'ora van', 'nor\0dale'])
    expect([words, await found(words)]).toEqual([words, ['nora']]);
  for (const words of ['ora@', 'nora marsh', 'berth-support', '\0\0\0'])
    expect([words, await found(words)]).toEqual([words, []]);
});

test('whose account is disabled is not found, and of many no more than are asked for, by name', async () => {
  await add('nora1', 'Nora One');
  await add('nora2', 'Nora Two');
  await add('nora3', 'Nora Three');
  expect(await found('nora')).toEqual(['nora1', 'nora3', 'nora2']);
  expect(await found('nora', 2)).toHaveLength(2);

  await withDirectory(under.access, (client) =>
    client.modify(dnOf('nora1'), change('replace', 'userAccountControl', '514')),
  );
  expect(await found('nora')).toEqual(['nora3', 'nora2']);
});

test.each([
  '***',
  '*)(objectClass=*',
  'dan)(|(sAMAccountName=*',
  'dan*',
  '\\2a\\2a\\2a',
  'dan\\',
  '(((',
  ')))',
  '&|!',
  'dan)(userAccountControl:1.2.840.113556.1.4.803:=2',
  'déjà“…😀',
])('filter characters are characters: %j finds nobody', async (words) => {
  expect(await found(words)).toEqual([]);
});

test('a name with filter characters is found by them', async () => {
  await add('odd', 'Dot (Ops) *star\\');

  for (const words of ['(ops', '*sta', '*star\\']) expect([words, await found(words)]).toEqual([words, ['odd']]);
});

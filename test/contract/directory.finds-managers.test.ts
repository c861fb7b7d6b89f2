import { attribute, change, passwordAttribute, withDirectory } from '../../src/clients/directory.ts';
import { managerOf } from '../../src/clients/directory-people.ts';
import { directoryUnderTest } from '../support/directory.ts';
import { eachTest } from '../support/fixture.ts';

const under = eachTest(directoryUnderTest);

const dnOf = (name: string) => `CN=${name},CN=Users,DC=ad,DC=example,DC=test`;

/** Somebody new, whose manager the directory names. */
async function hire(id: string, name: string, manager?: string): Promise<void> {
  await withDirectory(under.access, (client) =>
    client.add(dnOf(name), [
      attribute('objectClass', 'user'),
      attribute('sAMAccountName', id),
      attribute('userAccountControl', '512'),
      passwordAttribute('Correct-Horse-7'),
      ...(manager ? [attribute('manager', dnOf(manager))] : []),
    ]),
  );
}

test('somebody’s manager is whom the directory names, as long as their account is enabled', async () => {
  await hire('mona', 'Mona (Head)');
  await hire('rolf', 'Rolf Junker', 'Mona (Head)');
  expect(await managerOf(under.access, 'rolf')).toBe('mona');

  await withDirectory(under.access, (client) =>
    client.modify(dnOf('Mona (Head)'), [change('replace', 'userAccountControl', '514')]),
  );
  expect(await managerOf(under.access, 'rolf')).toBeNull();
});

test('nobody has a manager whom the directory does not name', async () => {
  expect(await managerOf(under.access, 'lee')).toBeNull();
  expect(await managerOf(under.access, 'nobody')).toBeNull();
});

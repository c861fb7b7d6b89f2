import { PEOPLE } from '../../sandbox/people.ts';
import { authenticate } from '../../src/clients/directory-people.ts';
import { directoryUnderTest } from '../support/directory.ts';
import { USERS } from '../support/directory-names.ts';
import { eachTest } from '../support/fixture.ts';

const under = eachTest(directoryUnderTest);
const { password } = PEOPLE.dana;

test.each(['dana', 'DANA', 'dana@ad.example.test', 'Dana@example.test'])(
  '%s and the right password are dana',
  async (name) => {
    expect(await authenticate(under.access, name, password)).toMatchObject({ id: 'dana', name: 'Dana Field' });
  },
);

test.each([
  ['a wrong password', 'dana', PEOPLE.lee.password],
  ['no password', 'dana', ''],
  ['a name that is not there', 'nobody', password],
  ['no name', '', password],
  ['any name', '*', password],
  ['a filter', 'dana)(objectClass=*', password],
])('%s signs nobody in, without a reason', async (_, name, tried) => {
  expect(await authenticate(under.access, name, tried)).toBe('wrong');
});

test('who has to change the password is told so, but only for the right one', async () => {
  await under.directory.expirePassword(`CN=Dana Field,${USERS}`);

  expect(await authenticate(under.access, 'dana', password)).toBe('must-change');
  expect(await authenticate(under.access, 'dana', PEOPLE.lee.password)).toBe('wrong');
});

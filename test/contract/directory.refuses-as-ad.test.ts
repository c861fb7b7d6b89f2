import { isDeepStrictEqual } from 'node:util';
import { type Client, Control, type ResultCodeError } from 'ldapts';
import { attribute, change, passwordAttribute, withDirectory } from '../../src/clients/directory.ts';
import { directoryUnderTest } from '../support/directory.ts';
import { BASE, GOOD, GROUP, OU, USER, USERS } from '../support/directory-names.ts';
import { wholeFile } from '../support/fixture.ts';
import { onlyOn } from './differences.ts';

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

/** Nothing here may change anything, so all share one. */
const under = wholeFile(directoryUnderTest);
beforeAll(async () => {
  await withDirectory(under.access, async (client) => {
    await client.add(OU, [attribute('objectClass', 'organizationalUnit')]);
    await client.add(GROUP, [attribute('objectClass', 'group'), attribute('sAMAccountName', 'g')]);
    await client.add(USER, user('u', attribute('userPrincipalName', 'u@ad.example.test')));
    await client.modify(GROUP, change('add', 'member', USER));
  });
});

interface Refused {
  readonly call: (client: Client) => Promise<unknown>;
  readonly code: number;
  /** Part of the text that Berth goes by. */
  readonly text?: string;
}

const EVERYWHERE: Readonly<Record<string, Refused>> = {
  'the same name again': { call: (c) => c.add(USER, user('v')), code: 68 },
  'the same account name elsewhere': { call: (c) => c.add(`CN=v,${OU}`, user('U')), code: 68, text: '00002071' },
  'the same principal name': {
    call: (c) => c.add(`CN=v,${OU}`, user('v', attribute('userPrincipalName', 'U@ad.example.test'))),
    code: 19,
    text: '0000202F',
  },
  'an illegal account name': { call: (c) => c.add(`CN=v,${OU}`, user('a/b')), code: 19, text: '0000202F' },
  'a weak password': { call: (c) => c.modify(USER, setPassword('abc')), code: 19, text: '0000052D' },
  'a password that is not quoted': { call: (c) => c.modify(USER, change('replace', 'unicodePwd', 'plain')), code: 53 },
  'a member again': { call: (c) => c.modify(GROUP, change('add', 'member', USER)), code: 68 },
  'a member that is not there': { call: (c) => c.modify(GROUP, change('delete', 'member', GROUP)), code: 53 },
  'a member that does not exist': {
    call: (c) => c.modify(GROUP, change('add', 'member', `CN=ghost,${OU}`)),
    code: 32,
  },
  'a second value of a single one': {
    call: (c) => c.modify(GROUP, change('add', 'sAMAccountName', 'other')),
    code: 20,
  },
  'a missing parent': { call: (c) => c.add(`CN=v,OU=ghost,${OU}`, user('v')), code: 32 },
  'an unknown attribute': { call: (c) => c.modify(USER, change('add', 'favouriteColour', 'blue')), code: 16 },
  'deleting what holds others': { call: (c) => c.del(OU), code: 66 },
  'a group where only users may be made': {
    call: (c) => c.add(`CN=v,${USERS}`, [attribute('objectClass', 'group')]),
    code: 50,
  },
  'members of a group that is not ours': {
    call: (c) => c.modify(`CN=berth-operators,${USERS}`, change('add', 'member', USER)),
    code: 50,
  },
  'an attribute that was not delegated': {
    call: (c) => c.modify(USER, change('replace', 'mail', 'a@b.test')),
    code: 50,
  },
  "the administrator's password": { call: (c) => c.modify(`CN=Administrator,${USERS}`, setPassword(GOOD)), code: 50 },
  'deleting an administrator': { call: (c) => c.del(`CN=Administrator,${USERS}`), code: 50 },
  'trust for delegation': { call: (c) => c.modify(USER, change('replace', 'userAccountControl', '524800')), code: 50 },
  'moving a person out of its reach': { call: (c) => c.modifyDN(USER, `CN=u,OU=Services,${BASE}`), code: 50 },
};

const IN_THE_SANDBOX: Readonly<Record<string, Refused>> = {
  'an account name of 21 characters': { call: (c) => c.add(`CN=v,${OU}`, user('a'.repeat(21))), code: 19 },
  'enabling without a password': {
    call: (c) => c.modify(USER, change('replace', 'userAccountControl', '512')),
    code: 53,
  },
  'an unknown critical control': {
    call: (c) => c.del(USER, new Control('1.2.840.113556.1.4.805', { critical: true })),
    code: 12,
  },
  'a compare': { call: (c) => c.compare(USER, 'cn', 'u'), code: 53 },
  'an ordering filter': { call: (c) => c.search(BASE, { filter: '(cn>=a)' }), code: 53 },
};

const text = ({ text = '' }: Refused): string => expect.stringContaining(text) as string;

test.each(Object.entries(EVERYWHERE))('%s', async (_, refused) => {
  expect(await tried(refused)).toMatchObject({ code: refused.code, message: text(refused), changed: false });
});

for (const [what, refused] of Object.entries(IN_THE_SANDBOX)) {
  onlyOn('sandbox', what, async () => {
    expect(await tried(refused)).toMatchObject({ code: refused.code, message: text(refused), changed: false });
  });
}

/** What the directory answered, and whether anything is different now. */
async function tried({ call }: Refused): Promise<{ code?: number; message?: string; changed: boolean }> {
  const before = await under.directory.entries();
  const error: unknown = await withDirectory(under.access, call).catch((thrown: unknown) => thrown);
  const { code, message } = error as ResultCodeError;
  return { code, message, changed: !isDeepStrictEqual(await under.directory.entries(), before) };
}

import { DELEGATIONS } from '../../sandbox/directory/delegation.ts';
import { checkDirectory } from '../../src/doctor/directory.ts';
import { directoryUnderTest } from '../support/directory.ts';
import { wholeFile } from '../support/fixture.ts';

const under = wholeFile(directoryUnderTest);

const look = async () => {
  const { config, caFile } = under.access;
  const findings = await checkDirectory({ directory: config, ...(caFile ? { caFile } : {}) });
  return findings.filter(({ system }) => system.endsWith(config.servers[0] ?? ''));
};

test('what was delegated is enough, and administrators are out of reach', async () => {
  expect((await look()).map(({ what, ok }) => `${what}: ${ok}`)).toEqual([
    'LDAPS sign-in: true',
    'rights on projects: true',
    'rights on people: true',
    'administrators out of reach: true',
  ]);
});

/** How it is told for each right in turn. */
const SAID: Readonly<Record<string, string>> = {
  'projects: make organizationalUnits': 'make OUs',
  'projects: make groups': 'make groups inside its OUs',
  'projects: make users': 'make users inside its OUs',
  'projects: write businessCategory of organizationalUnits': 'write businessCategory of OUs',
  'projects: write ou of organizationalUnits': 'write ou of OUs',
  'projects: write name of organizationalUnits': 'write name of OUs',
  'projects: move organizationalUnits': 'move OUs away (delete)',
  'projects: write member of groups': 'write member of groups',
  'projects: write sAMAccountName of groups': 'write sAMAccountName of groups',
  'projects: write cn of groups': 'write cn of groups',
  'projects: write name of groups': 'write name of groups',
  'projects: move groups': 'move groups away (delete)',
  'people: make users': 'make users',
  'people: write sAMAccountName of users': 'write sAMAccountName of users',
  'people: write userPrincipalName of users': 'write userPrincipalName of users',
  'people: write userAccountControl of users': 'write userAccountControl of users',
  'people: write cn of users': 'write cn of users',
  'people: write name of users': 'write name of users',
  'people: move users': 'move users away (delete)',
  'people: reset passwords of users': 'reset passwords of users',
};

test.each(DELEGATIONS)('without "$name" it is named, and nothing else', async (right) => {
  await under.directory.changeRights('revoke', [right]);
  const missing = (await look()).filter(({ ok }) => !ok);
  await under.directory.changeRights('grant', [right]);

  expect(missing).toEqual([
    {
      system: expect.any(String),
      what: right.name.startsWith('projects') ? 'rights on projects' : 'rights on people',
      ok: false,
      detail: `May not ${SAID[right.name]} in ${right.on}: delegate it to Berth's account there.`,
    },
  ]);
});

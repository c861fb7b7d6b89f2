/* Each way in which a directory fails, brought about for real, and who is to act. */
import { Attribute, Change } from 'ldapts';
import { authenticate } from '../../src/clients/directory-people.ts';
import { Secret } from '../../src/config.ts';
import { accountRequest, activitiesWith, failureOf, realDirectory } from '../support/directory.ts';
import { eachTest } from '../support/fixture.ts';

const under = eachTest(realDirectory);
const request = accountRequest();

/** Settings of the domain's policy. */
async function setPolicy(settings: Readonly<Record<string, string>>): Promise<void> {
  const changes = Object.entries(settings).map(([type, value]) => {
    return new Change({ operation: 'replace', modification: new Attribute({ type, values: [value] }) });
  });
  await under.samba.asAdministrator((client) => client.modify(under.directory.baseDn, changes));
}

async function propose() {
  return { reference: request.reference, plan: await under.activities.proposeAccounts(request) };
}

test('a policy that refuses every password of ours is for an operator, and mended it goes on', async () => {
  const made = await propose();
  await setPolicy({ minPwdLength: '200' });

  const refused = await failureOf(under.activities.provisionAccounts(made));
  await setPolicy({ minPwdLength: '12' });

  expect(refused).toMatchObject({ type: 'Configuration', nonRetryable: true });
  expect(refused.message).toContain('user nina.berg');
  expect(refused.message).toContain("the domain's password policy refuses Berth's random passwords");
  expect((await under.activities.provisionAccounts(made)).toActivate).toEqual(['nina.berg']);
});

test('an account that somebody made meanwhile is support’s to sort out, and once it is gone it goes on', async () => {
  const made = await propose();
  const theirs = `CN=Nina Bergmann,CN=Users,${under.directory.baseDn}`;
  await under.samba.asAdministrator((client) =>
    client.add(theirs, [
      new Attribute({ type: 'objectClass', values: ['user'] }),
      new Attribute({ type: 'sAMAccountName', values: ['nina.berg'] }),
    ]),
  );

  const refused = await failureOf(under.activities.provisionAccounts(made));
  const problems = await under.activities.checkAccountPlan({ request, plan: made.plan });
  await under.samba.asAdministrator((client) => client.del(theirs));

  expect(refused).toMatchObject({ type: 'AccountConflict', nonRetryable: true });
  expect(refused.message).toContain('user nina.berg exists already');
  expect(problems).toEqual([{ where: 'people[2]', what: 'the id nina.berg is taken', mend: 'Choose another id' }]);
  expect((await under.activities.provisionAccounts(made)).toActivate).toEqual(['nina.berg']);
});

test('a wrong password of our own account is tried once, so that it is never locked out', async () => {
  await setPolicy({ lockoutThreshold: '3' });
  const wrong = activitiesWith(under.access, { bindPassword: new Secret('not-the-password') });

  const refused = await failureOf(wrong.provisionAccounts(await propose()));

  expect(refused).toMatchObject({ type: 'Configuration', nonRetryable: true });
  expect(refused.message).toContain("refuses Berth's own account");
  expect(await failedSignIns('Berth', 'Services')).toBe('1');
  expect(await under.activities.findPerson({ id: 'dana' })).toMatchObject({ id: 'dana' });
});

test('a wrong password of a person costs them one of their tries', async () => {
  await setPolicy({ lockoutThreshold: '3' });

  expect(await authenticate(under.access, 'dana', 'not-the-password')).toBe('wrong');

  expect(await failedSignIns('Dana Field')).toBe('1');
});

async function failedSignIns(name: string, ou?: string): Promise<string> {
  const dn = `CN=${name},${ou ? `OU=${ou}` : 'CN=Users'},${under.directory.baseDn}`;
  return under.samba.asAdministrator(async (client) => {
    const { searchEntries } = await client.search(dn, { scope: 'base', attributes: ['badPwdCount'] });
    return String(searchEntries[0]?.['badPwdCount']);
  });
}

test('a directory that is down is tried again, and once it is back the same call is fine', async () => {
  const made = await propose();
  await under.samba.kill();

  const refused = await failureOf(under.activities.provisionAccounts(made));
  await under.samba.start();

  expect(refused).toMatchObject({ type: 'Unavailable', nonRetryable: false });
  expect((await under.activities.provisionAccounts(made)).created).toHaveLength(8);
});

test.each([1, 3, 5, 6, 8])('killed after write %i, the next attempt makes the rest and nothing twice', async (n) => {
  const made = await propose();
  let seen = 0;
  under.onWrite(async () => {
    seen += 1;
    if (seen === n) await under.samba.kill();
  });

  const lost = await failureOf(under.activities.provisionAccounts(made));
  await under.samba.start();
  const { created } = await under.activities.provisionAccounts(made);

  expect(lost).toMatchObject({ type: 'Unavailable', nonRetryable: false });
  expect(created).toHaveLength(8);
  expect(under.writes()).toHaveLength(8);
  await under.directory.settle();
  expect(await under.activities.findReplicationGaps(made.plan)).toEqual([]);
});

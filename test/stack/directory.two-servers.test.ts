/* Two servers that copy from each other: one lags, one dies and comes back, and what Berth does meanwhile. */
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Attribute, Change } from 'ldapts';
import { createDirectoryActivities } from '../../src/activities/directory/directory.ts';
import { Secret } from '../../src/config.ts';
import { accountRequest, activitiesWith, failureOf, realPair } from '../support/directory.ts';
import { eachTest } from '../support/fixture.ts';
import { withRequest } from '../support/lifecycle.ts';
import { confirmAccounts } from '../support/lifecycle-moves.ts';
import { startEnvironment } from '../support/temporal.ts';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startEnvironment();
});
afterAll(() => env.teardown());

const under = eachTest(realPair);
const [FIRST, SECOND] = [0, 1];
const request = accountRequest();
const hostOf = (server: number) => new URL(under.directory.servers[server] ?? '').host;

async function propose() {
  return { reference: request.reference, plan: await under.activities.proposeAccounts(request) };
}

/** As an operator has it who gave the first server up. */
const secondFirst = () => activitiesWith(under.access, { servers: under.directory.servers.toReversed() });

/** What a server holds below the projects' OU and of new people; where and when it was written is its own affair. */
async function heldBy(server: number) {
  const entries = await under.samba.entries(server);
  const ours = entries.filter(({ dn }) => /OU=Projects,|^CN=nina/i.test(dn));
  return ours
    .map(({ dn, attributes }) => ({
      dn,
      guid: attributes['objectGUID'],
      control: attributes['userAccountControl'],
      member: attributes['member']?.toSorted(),
    }))
    .toSorted((a, b) => (a.dn < b.dn ? -1 : 1));
}

async function failedSignIns(dn: string): Promise<number[]> {
  const asked = [FIRST, SECOND].map((server) =>
    under.samba.asAdministrator(
      async (client) => client.search(dn, { scope: 'base', attributes: ['badPwdCount'] }),
      server,
    ),
  );
  return (await Promise.all(asked)).map(({ searchEntries }) => Number(searchEntries[0]?.['badPwdCount'] ?? 0));
}

test('step 2 says which server it waits for, and goes on when that one has copied', async () => {
  await under.samba.holdReplication();
  await withRequest(env, { activities: createDirectoryActivities(under.access) }, async (played) => {
    await confirmAccounts(played);

    const { waitingOn } = await played.until((status) => status.waitingOn?.kind === 'directory');
    await under.samba.releaseReplication();
    await played.until((status) => status.step !== 'ACCOUNT_PROVISIONING');

    expect(waitingOn).toMatchObject({ who: [hostOf(SECOND)], text: expect.stringContaining(hostOf(SECOND)) });
    expect(played.calls.filter((call) => call === 'provisionAccounts')).toHaveLength(1);
  });
});

test('while the first is down people are found, and what writes waits for it, so that nothing is made twice', async () => {
  const made = await propose();
  await under.samba.kill(FIRST);

  expect(await under.activities.findPerson({ id: 'dana' })).toMatchObject({ id: 'dana' });
  const refused = await failureOf(under.activities.provisionAccounts(made));
  await under.samba.start(FIRST);
  await under.activities.provisionAccounts(made);
  await under.samba.settle();

  expect(refused).toMatchObject({ type: 'Unavailable', message: expect.stringContaining(hostOf(FIRST)) });
  expect(await under.activities.findReplicationGaps(made.plan)).toEqual([]);
  expect(await heldBy(SECOND)).toEqual(await heldBy(FIRST));
});

test('the second writes once it is named first, and when the other is back both hold the same', async () => {
  const made = await propose();
  await under.samba.kill(FIRST);

  const { created } = await secondFirst().provisionAccounts(made);
  const unproven = await failureOf(secondFirst().findReplicationGaps(made.plan));
  await under.samba.start(FIRST);
  await under.samba.settle();

  expect(created).toHaveLength(8);
  expect(unproven).toMatchObject({ type: 'Unavailable', message: expect.stringContaining(hostOf(FIRST)) });
  expect(await under.activities.findReplicationGaps(made.plan)).toEqual([]);
  const held = await heldBy(FIRST);
  expect(held).toHaveLength(6);
  expect(await heldBy(SECOND)).toEqual(held);
});

/** Why nothing goes to the second by itself: what the first took and could not pass on any more is not to be seen there. */
test('what was made on both before they met again stands twice', async () => {
  const made = await propose();
  await under.samba.holdReplication();
  await under.activities.provisionAccounts(made);
  await under.samba.kill(FIRST);

  await secondFirst().provisionAccounts(made);
  await under.samba.start(FIRST);
  await under.samba.releaseReplication();

  const twice = (await heldBy(SECOND)).filter(({ dn }) => dn.includes('CNF:'));
  expect(twice.length).toBeGreaterThan(0);
});

test('a wrong password of our own account is not tried on the second server too', async () => {
  await under.samba.asAdministrator((client) =>
    client.modify(
      under.directory.baseDn,
      new Change({ operation: 'replace', modification: new Attribute({ type: 'lockoutThreshold', values: ['3'] }) }),
    ),
  );
  await under.samba.settle();
  const wrong = activitiesWith(under.access, { bindPassword: new Secret('not-the-password') });

  const refused = await failureOf(wrong.findPerson({ id: 'dana' }));

  expect(refused).toMatchObject({ type: 'Configuration', nonRetryable: true });
  expect(await failedSignIns(`CN=Berth,OU=Services,${under.directory.baseDn}`)).toEqual([1, 0]);
});

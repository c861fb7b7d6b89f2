import { accountRequest, entryNamed, watchedDirectory } from '../support/directory.ts';
import { eachTest } from '../support/fixture.ts';

const under = eachTest(watchedDirectory);

test('undo disables and moves away what the request made, and leaves the rest alone', async () => {
  const request = accountRequest();
  const plan = await under.activities.proposeAccounts(request);
  const untouched = await under.directory.entries();
  await under.activities.provisionAccounts({ reference: request.reference, plan });
  const guid = (await entryNamed(under.directory, 'CN=nina.berg'))?.attributes['objectGUID'];

  const undone = await under.activities.retireAccounts({ reference: request.reference, plan });

  expect(undone).toEqual([
    'disabled and moved away: user nina.berg',
    'emptied and moved away: group berth-payments-developers',
    'emptied and moved away: group berth-payments-leads',
    'emptied and moved away: group berth-payments-viewers',
    'moved away: OU payments',
  ]);
  const nina = await entryNamed(under.directory, `CN=nina.berg ${request.reference}`);
  expect(nina?.dn).toContain(',OU=Retired,OU=Projects,');
  expect(nina?.attributes).toMatchObject({ userAccountControl: ['514'], objectGUID: guid });
  const developers = await entryNamed(under.directory, `CN=berth-payments-developers ${request.reference}`);
  expect(developers?.attributes).not.toHaveProperty('member');
  expect(developers?.attributes['sAMAccountName']).toEqual([`berth-payments-developers ${request.reference}`]);
  expect(await under.directory.entries()).toEqual(expect.arrayContaining([...untouched]));
  expect(under.writes().filter((what) => what.startsWith('delete'))).toEqual([]);
});

test('undo again does nothing more and says the same', async () => {
  const request = accountRequest();
  const plan = await under.activities.proposeAccounts(request);
  await under.activities.provisionAccounts({ reference: request.reference, plan });
  const first = await under.activities.retireAccounts({ reference: request.reference, plan });
  const after = await under.directory.entries();

  expect(await under.activities.retireAccounts({ reference: request.reference, plan })).toEqual(first);
  expect(await under.directory.entries()).toEqual(after);
});

test('undo of what never happened does nothing', async () => {
  const request = accountRequest();
  const plan = await under.activities.proposeAccounts(request);

  expect(await under.activities.retireAccounts({ reference: request.reference, plan })).toEqual([]);
  expect(under.writes()).toEqual([]);
});

test('the names are free for the next request', async () => {
  const request = accountRequest();
  const plan = await under.activities.proposeAccounts(request);
  await under.activities.provisionAccounts({ reference: request.reference, plan });
  await under.activities.retireAccounts({ reference: request.reference, plan });
  const next = accountRequest({ reference: 'BR-0000000000' });

  expect(await under.activities.proposeAccounts(next)).toEqual(plan);
  await under.activities.provisionAccounts({ reference: next.reference, plan });
  await under.activities.retireAccounts({ reference: next.reference, plan });
  expect(await entryNamed(under.directory, `CN=nina.berg ${next.reference}`)).toBeDefined();
});

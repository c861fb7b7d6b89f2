import { accountRequest, type DirectoryUnderTest, directoryUnderTest, entryNamed } from '../support/directory.ts';

let under: DirectoryUnderTest;
beforeEach(async () => {
  under = await directoryUnderTest();
});
afterEach(() => under.close());

test('undo disables and moves away what the request made, and leaves the rest alone', async () => {
  const request = accountRequest();
  const plan = await under.activities.proposeAccounts(request);
  const untouched = under.directory.entries();
  await under.activities.provisionAccounts({ reference: request.reference, plan });
  const guid = entryNamed(under.directory, 'CN=nina.berg')?.attributes['objectGUID'];

  const undone = await under.activities.retireAccounts({ reference: request.reference, plan });

  expect(undone).toEqual([
    'disabled and moved away: user nina.berg',
    'emptied and moved away: group berth-payments-leads',
    'emptied and moved away: group berth-payments-developers',
    'emptied and moved away: group berth-payments-viewers',
    'moved away: OU payments',
  ]);
  const nina = entryNamed(under.directory, `CN=nina.berg ${request.reference}`);
  expect(nina?.dn).toContain(',OU=Retired,OU=Projects,');
  expect(nina?.attributes).toMatchObject({ userAccountControl: ['514'], objectGUID: guid });
  const developers = entryNamed(under.directory, `CN=berth-payments-developers ${request.reference}`);
  expect(developers?.attributes).not.toHaveProperty('member');
  expect(developers?.attributes['sAMAccountName']).toEqual([`berth-payments-developers ${request.reference}`]);
  expect(under.directory.entries()).toEqual(expect.arrayContaining([...untouched]));
  expect(under.context.writes.all().filter(({ what }) => what.startsWith('delete'))).toEqual([]);
});

test('undo again does nothing more and says the same', async () => {
  const request = accountRequest();
  const plan = await under.activities.proposeAccounts(request);
  await under.activities.provisionAccounts({ reference: request.reference, plan });
  const first = await under.activities.retireAccounts({ reference: request.reference, plan });
  const after = under.directory.entries();

  expect(await under.activities.retireAccounts({ reference: request.reference, plan })).toEqual(first);
  expect(under.directory.entries()).toEqual(after);
});

test('undo of what never happened does nothing', async () => {
  const request = accountRequest();
  const plan = await under.activities.proposeAccounts(request);

  expect(await under.activities.retireAccounts({ reference: request.reference, plan })).toEqual([]);
  expect(under.context.writes.all()).toEqual([]);
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
  expect(entryNamed(under.directory, `CN=nina.berg ${next.reference}`)).toBeDefined();
});

import { accountRequest, type DirectoryUnderTest, directoryUnderTest } from '../support/directory.ts';

let under: DirectoryUnderTest;
beforeEach(async () => {
  under = await directoryUnderTest();
});
afterEach(() => under.close());

test('the same request again writes nothing and gives the same result', async () => {
  const request = accountRequest();
  const plan = await under.activities.proposeAccounts(request);
  const first = await under.activities.provisionAccounts({ reference: request.reference, plan });
  const writes = under.context.writes.all().length;

  const second = await under.activities.provisionAccounts({ reference: request.reference, plan });

  expect(second).toEqual(first);
  expect(under.context.writes.all()).toHaveLength(writes);
  expect(await under.activities.proposeAccounts(request)).toEqual(plan);
  expect(await under.activities.checkAccountPlan({ request, plan })).toEqual([]);
});

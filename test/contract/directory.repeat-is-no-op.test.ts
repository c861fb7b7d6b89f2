import { accountRequest, watchedDirectory } from '../support/directory.ts';
import { eachTest } from '../support/fixture.ts';

const under = eachTest(watchedDirectory);

test('the same request again writes nothing and gives the same result', async () => {
  const request = accountRequest();
  const plan = await under.activities.proposeAccounts(request);
  const first = await under.activities.provisionAccounts({ reference: request.reference, plan });
  const writes = under.writes().length;

  const second = await under.activities.provisionAccounts({ reference: request.reference, plan });

  expect(second).toEqual(first);
  expect(under.writes()).toHaveLength(writes);
  expect(await under.activities.proposeAccounts(request)).toEqual(plan);
  expect(await under.activities.checkAccountPlan({ request, plan })).toEqual([]);
});

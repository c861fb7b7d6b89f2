import { accountRequest, activitiesWith, failureOf, watchedDirectory } from '../support/directory.ts';
import { eachTest } from '../support/fixture.ts';

const under = eachTest(watchedDirectory);

test('making something where no right was granted is for an operator', async () => {
  const request = accountRequest();
  const plan = await under.activities.proposeAccounts(request);
  const elsewhere = activitiesWith(under.access, { projectsOu: 'OU=Services' });

  const refused = await failureOf(elsewhere.provisionAccounts({ reference: request.reference, plan }));

  expect(refused).toMatchObject({ type: 'Forbidden', nonRetryable: true });
  expect(refused.message).toContain('Making OU payments');
  expect(under.writes()).toEqual([]);
});

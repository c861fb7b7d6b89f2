import { accountRequest, directoryUnderTest, failureOf } from '../support/directory.ts';
import { eachTest } from '../support/fixture.ts';

const under = eachTest(directoryUnderTest);

test('a second request for the same project is refused and changes nothing', async () => {
  const request = accountRequest();
  const plan = await under.activities.proposeAccounts(request);
  await under.activities.provisionAccounts({ reference: request.reference, plan });
  const before = await under.directory.entries();

  const refused = await failureOf(under.activities.provisionAccounts({ reference: 'BR-0000000000', plan }));

  expect(refused).toMatchObject({ type: 'AccountConflict', nonRetryable: true });
  expect(refused.message).toContain(request.reference);
  expect(await under.directory.entries()).toEqual(before);
});

test('a user that belongs to somebody else is never taken over', async () => {
  const request = accountRequest({ members: [] });
  const plan = await under.activities.proposeAccounts(request);
  const people = [...plan.people, { mail: 'lee2@example.test', id: 'lee', name: 'Lee Two', exists: false }];

  const refused = await failureOf(
    under.activities.provisionAccounts({ reference: request.reference, plan: { ...plan, people } }),
  );

  expect(refused).toMatchObject({ type: 'AccountConflict', message: expect.stringContaining('user lee') });
});

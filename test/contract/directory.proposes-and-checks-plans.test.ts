import { accountRequest, failureOf, watchedDirectory } from '../support/directory.ts';
import { eachTest } from '../support/fixture.ts';

const under = eachTest(watchedDirectory);

test('lead, requester and members are planned once each, new people with a free id', async () => {
  const members = ['dana@example.test', 'nina@example.test', 'nina@other.test', 'sam@elsewhere.test'];
  const plan = await under.activities.proposeAccounts(accountRequest({ members }));

  expect(plan.people).toEqual([
    { mail: 'lee@example.test', id: 'lee', name: 'Lee Marsh', exists: true, githubLogin: 'leemarsh' },
    { mail: 'dana@example.test', id: 'dana', name: 'Dana Field', exists: true, githubLogin: 'dana-field' },
    { mail: 'nina@example.test', id: 'nina', name: 'Nina', exists: false },
    { mail: 'nina@other.test', id: 'nina2', name: 'Nina', exists: false },
    { mail: 'sam@elsewhere.test', id: 'sam2', name: 'Sam', exists: false },
  ]);
  expect(plan.groups).toEqual([
    { role: 'leads', name: 'berth-payments-leads', members: ['lee'] },
    { role: 'developers', name: 'berth-payments-developers', members: ['dana', 'nina', 'nina2', 'sam2'] },
    { role: 'viewers', name: 'berth-payments-viewers', members: [] },
  ]);
  expect(under.writes()).toEqual([]);
});

test('an unknown lead is for the requester to mend', async () => {
  const refused = await failureOf(under.activities.proposeAccounts(accountRequest({ lead: 'nobody@example.test' })));

  expect(refused).toMatchObject({ type: 'InvalidRequest', message: expect.stringContaining('nobody@example.test') });
});

test('an edited plan is checked against the directory', async () => {
  const request = accountRequest();
  const plan = await under.activities.proposeAccounts(request);
  const edited = {
    ...plan,
    people: [
      { mail: 'lee@example.test', id: 'lee', name: 'Lee Marsh', exists: true, githubLogin: 'leemarsh' },
      { mail: 'dana@example.test', id: 'ghost', name: 'Dana Field', exists: true, githubLogin: 'dana-field' },
      { mail: 'nina.berg@example.test', id: 'sam', name: 'Nina Berg', exists: false },
      { mail: 'olga@example.test', id: 'olga.new', name: 'Olga Reyes', exists: false },
      { mail: 'other@example.test', id: 'cora', name: 'Cora Lindt', exists: true },
    ],
    groups: plan.groups.map((group) => ({ ...group, members: ['lee'] })),
  };

  const problems = await under.activities.checkAccountPlan({ request, plan: edited });

  expect(problems.map(({ where, what }) => `${where}: ${what}`)).toEqual([
    'people[1]: the directory has no enabled account ghost',
    'people[2]: the id sam is taken',
    'people[3]: olga@example.test already has the account olga',
    'people[4]: cora has the mail address cora@example.test, not other@example.test',
  ]);
});

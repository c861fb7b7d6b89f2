import type { ServiceRequest } from '../../src/domain/request.ts';
import { accountRequest, directoryUnderTest, entryNamed } from '../support/directory.ts';
import { eachTest } from '../support/fixture.ts';

const FIRST = accountRequest();
const SECOND = accountRequest({
  reference: 'BR-0000000000',
  requester: 'cora@example.test',
  requesterId: 'cora',
  members: ['rui.costa@example.test'],
});
const under = eachTest(directoryUnderTest);

async function make(request: ServiceRequest) {
  const plan = await under.activities.proposeAccounts(request);
  await under.activities.provisionAccounts({ reference: request.reference, plan });
  return plan;
}
const end = ({ reference }: ServiceRequest) => under.activities.retireProject({ project: 'payments', reference });
const statusOf = async (user: string) =>
  (await entryNamed(under.directory, user))?.attributes['userAccountControl']?.[0];

test('while another request needs the project nothing goes; with the last one everything does, and may be repeated', async () => {
  await make(FIRST);
  await make(SECOND);

  const first = await end(FIRST);

  expect(first).toEqual({
    done: ['left: OU payments, its groups and their people, which BR-0000000000 needs'],
    madeBy: FIRST.reference,
    neededBy: ['BR-0000000000'],
  });
  expect(await statusOf('CN=nina.berg')).toBe('512');
  expect(await under.activities.findProjectUsers({ project: 'payments' })).toEqual(['BR-0000000000']);

  const last = await end(SECOND);

  expect(last).toMatchObject({ madeBy: FIRST.reference, neededBy: [] });
  expect(last.done).toEqual(
    expect.arrayContaining([
      'disabled and moved away: user nina.berg',
      'disabled and moved away: user rui.costa',
      'emptied and moved away: group berth-payments-developers',
      'moved away: OU payments',
    ]),
  );
  expect(await statusOf('CN=nina.berg BR-7F3K2M9QXA')).toBe('514');
  expect(await end(SECOND)).toEqual(last);
});

test('a user whom another project took in keeps the account', async () => {
  await make(FIRST);
  await make(accountRequest({ reference: 'BR-0000000001', project: 'billing' }));
  const { done } = await end(FIRST);
  expect(done).toContainEqual(expect.stringMatching(/^left: user nina\.berg, .*CN=berth-billing-developers/));
});

test('nothing is said about a project that the directory does not know', async () => {
  expect(await end(FIRST)).toEqual({ done: [], neededBy: [] });
});

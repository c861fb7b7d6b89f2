import { DELEGATIONS } from '../../sandbox/directory/delegation.ts';
import { activateAccount, activationProof } from '../../src/clients/directory-activation.ts';
import { accountRequest, activitiesWith, directoryUnderTest, failureOf } from '../support/directory.ts';
import { wholeFile } from '../support/fixture.ts';

const under = wholeFile(directoryUnderTest);

test('making something where no right was granted is for an operator', async () => {
  const request = accountRequest();
  const plan = await under.activities.proposeAccounts(request);
  const before = await under.directory.entries();
  const elsewhere = activitiesWith(under.access, { projectsOu: 'OU=Services' });

  const refused = await failureOf(elsewhere.provisionAccounts({ reference: request.reference, plan }));

  expect(refused).toMatchObject({ type: 'Forbidden', nonRetryable: true });
  expect(refused.message).toContain('Making OU payments');
  expect(await under.directory.entries()).toEqual(before);
});

/** Everything that Berth ever does to a project: made, activated, joined, left, undone. */
async function wholeLife(name: string, n: number): Promise<void> {
  const digits = String(n).padStart(9, '0');
  const project = `p-${name}`;
  const first = accountRequest({ reference: `BR-${digits}A`, project, members: [`${name}@example.test`] });
  const second = { ...first, reference: `BR-${digits}B`, members: ['cora@example.test'] };
  const plan = await under.activities.proposeAccounts(first);
  await under.activities.provisionAccounts({ reference: first.reference, plan });
  const proof = await activationProof(under.access, name);
  if (!proof) throw new Error('no account to activate');
  await activateAccount(under.access, { id: name, password: 'Correct-Horse-7', proof });
  const joining = await under.activities.proposeAccounts(second);
  await under.activities.provisionAccounts({ reference: second.reference, plan: joining });
  await under.activities.retireAccounts({ reference: second.reference, plan: joining });
  await under.activities.retireAccounts({ reference: first.reference, plan });
}

test('with everything that was delegated, all of it is done', async () => {
  expect(await failureOf(wholeLife('whole', DELEGATIONS.length))).toMatchObject({
    type: 'none',
    message: 'no failure',
  });
});

test.each(DELEGATIONS.map((right, i) => ({ right, name: right.name, i })))(
  'without "$name" something of it is forbidden: nothing is delegated in vain',
  async ({ right, i }) => {
    await under.directory.changeRights('revoke', [right]);
    const error: unknown = await wholeLife(`right${i}`, i).catch((thrown: unknown) => thrown);
    await under.directory.changeRights('grant', [right]);

    const { type, code } = error as { type?: string; code?: number };
    // What a person does on the activation page is no activity.
    expect(right.right === 'reset' ? code : type).toBe(right.right === 'reset' ? 50 : 'Forbidden');
  },
);

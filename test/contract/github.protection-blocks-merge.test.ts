import { eachTest } from '../support/fixture.ts';
import { failureTypeOf, planned, stageGithub } from '../support/github.ts';

const stage = eachTest(stageGithub);

test('without the approval check nobody merges: not Berth, not a person', async () => {
  const { number, headSha } = await stage.activities.proposeChange(planned());
  const order = { number, headSha, reference: 'BR-7F3K2M9QXA', specHash: 'sha256:aa' };

  expect(await failureTypeOf(stage.activities.mergePullRequest(order))).toBe('NotYet');
  const byHand = stage.as('leemarsh').pulls.merge({ ...stage.at, pull_number: number });
  await expect(byHand).rejects.toMatchObject({ status: 405 });

  await stage.activities.mirrorApproval({ number, headSha, state: 'failure', description: 'Rejected' });
  expect(await failureTypeOf(stage.activities.mergePullRequest(order))).toBe('Rejected');
});

test('the same state is mirrored once', async () => {
  const { number, headSha } = await stage.approved(planned());
  await stage.activities.mirrorApproval({ number, headSha, state: 'success', description: 'Approved: lee' });
  expect((await stage.server.inspect()).statuses).toHaveLength(1);
});

import { eachTest } from '../support/fixture.ts';
import { planned, stageGithub } from '../support/github.ts';

const stage = eachTest(stageGithub);

test('who closed it is known, and proposing again opens it', async () => {
  const pull = await stage.activities.proposeChange(planned());
  await stage.as('sam-okoro').pulls.update({ ...stage.at, pull_number: pull.number, state: 'closed' });

  const state = await stage.activities.readPullRequest({ ...planned(), ...pull });
  expect(state).toMatchObject({ state: 'closed', endedBy: 'sam-okoro', branchExists: true });

  expect(await stage.activities.proposeChange(planned())).toEqual(pull);
  expect((await stage.server.inspect()).pulls[0]?.state).toBe('open');
});

test('Berth closes once, with one comment', async () => {
  const { number, branch } = await stage.activities.proposeChange(planned());
  const order = { branch, comment: 'The request has ended.' };

  expect(await stage.activities.closePullRequest(order)).toHaveLength(2);
  expect(await stage.activities.closePullRequest({ ...order, number })).toEqual([]);

  const { data } = await stage.as('leemarsh').issues.listComments({ ...stage.at, issue_number: number });
  expect(data.map(({ body }) => body)).toEqual(['The request has ended.']);
});

test('what was merged meanwhile is not called closed', async () => {
  const { number, branch, headSha } = await stage.activities.proposeChange(planned());
  await stage.activities.mirrorApproval({ number, headSha, state: 'success', description: 'Approved: lee' });
  await stage.as('leemarsh').pulls.merge({ ...stage.at, pull_number: number });

  const closing = stage.activities.closePullRequest({ branch, number, comment: 'The request has ended.' });

  await expect(closing).rejects.toMatchObject({
    type: 'UnapprovedMerge',
    message: expect.stringContaining(`#${number}`),
  });
  const { data } = await stage.as('leemarsh').issues.listComments({ ...stage.at, issue_number: number });
  expect(data).toEqual([]);
});

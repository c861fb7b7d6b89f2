import { eachTest } from '../support/fixture.ts';
import { failureTypeOf, planned, stageGithub } from '../support/github.ts';

const stage = eachTest(stageGithub);

test('the last word of each person counts; comments and the author do not', async () => {
  const pull = await stage.activities.proposeChange(planned());
  const review = (login: string, event: 'APPROVE' | 'REQUEST_CHANGES' | 'COMMENT', body = 'because') =>
    stage.as(login).pulls.createReview({ ...stage.at, pull_number: pull.number, event, body });
  await review('leemarsh', 'REQUEST_CHANGES');
  await review('leemarsh', 'APPROVE');
  await review('leemarsh', 'COMMENT');
  await review('dana-field', 'COMMENT');

  const { reviews } = await stage.activities.readPullRequest({ ...planned(), ...pull });
  expect(reviews).toMatchObject([{ login: 'leemarsh', verdict: 'approve', commit: pull.headSha }]);
  await expect(review('mallory', 'APPROVE')).rejects.toMatchObject({ status: 404 });
});

test('nobody approves their own pull request', async () => {
  const { number } = await stage.activities.proposeChange(planned());
  const { rest } = await stage.github.octokit();
  const own = rest.pulls.createReview({ ...stage.at, pull_number: number, event: 'APPROVE' });
  expect(await failureTypeOf(own)).toContain('Unprocessable');
});

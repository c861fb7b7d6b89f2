import { eachTest } from '../support/fixture.ts';
import { planned, stageGithub } from '../support/github.ts';

const stage = eachTest(stageGithub);

test('a deleted branch comes back at the same commit, and its pull request is open again', async () => {
  const pull = await stage.activities.proposeChange(planned());
  await stage.as('leemarsh').git.deleteRef({ ...stage.at, ref: `heads/${pull.branch}` });
  const read = () => stage.activities.readPullRequest({ ...planned(), ...pull });
  expect(await read()).toMatchObject({ state: 'closed', branchExists: false, headSha: pull.headSha });

  await stage.activities.restoreBranch(pull);
  await stage.activities.restoreBranch(pull);

  expect(await read()).toMatchObject({ state: 'open', branchExists: true, headSha: pull.headSha, specMatches: true });
});

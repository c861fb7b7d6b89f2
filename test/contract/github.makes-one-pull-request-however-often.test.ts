import { eachTest } from '../support/fixture.ts';
import { planned, stageGithub } from '../support/github.ts';

const stage = eachTest(stageGithub);

test('four writes make the pull request, and none when it stands already', async () => {
  const first = await stage.activities.proposeChange(planned());
  expect(stage.context.writes.all()).toHaveLength(4);

  const second = await stage.activities.proposeChange(planned());

  expect(second).toEqual(first);
  expect(stage.context.writes.all()).toHaveLength(4);
  const { data } = await stage.as('leemarsh').git.getCommit({ ...stage.at, commit_sha: first.headSha });
  expect(data.message).toContain('Berth-Request: BR-7F3K2M9QXA\nBerth-Spec: sha256:aa');
  const { data: pull } = await stage.as('leemarsh').pulls.get({ ...stage.at, pull_number: first.number });
  expect(pull.body).toContain('<!-- berth-request: BR-7F3K2M9QXA -->');
});

test('a changed plan brings branch and body up to date in the same pull request', async () => {
  const first = await stage.activities.proposeChange(planned());
  const changed = planned('payments', 'BR-7F3K2M9QXA', 'sha256:bb');

  const second = await stage.activities.proposeChange(changed);

  expect(second.number).toBe(first.number);
  expect(second.headSha).not.toBe(first.headSha);
  const state = await stage.activities.readPullRequest({ ...changed, ...second });
  expect(state).toMatchObject({ state: 'open', headSha: second.headSha, specMatches: true });
  const { pulls } = await stage.server.inspect();
  expect(pulls.map(({ body }) => body)).toEqual([expect.stringContaining('Spec sha256:bb')]);
});

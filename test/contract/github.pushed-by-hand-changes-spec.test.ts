import { eachTest } from '../support/fixture.ts';
import { filesOf, planned, stageGithub } from '../support/github.ts';

const stage = eachTest(stageGithub);

const owned = filesOf('payments', 'BR-7F3K2M9QXA', 'sha256:aa')[2]?.path ?? '';

test.each([owned, 'foreign.yaml'])('a commit to %s on the branch is another content', async (path) => {
  const pull = await stage.activities.proposeChange(planned());
  const lee = stage.as('leemarsh');
  const there = await lee.repos.getContent({ ...stage.at, path, ref: pull.branch }).catch(() => undefined);
  const sha = there && !Array.isArray(there.data) ? { sha: there.data.sha } : {};
  const content = Buffer.from('by hand\n').toString('base64');
  const change = { ...stage.at, path, branch: pull.branch, message: 'By hand', content, ...sha };
  await lee.repos.createOrUpdateFileContents(change);

  const read = () => stage.activities.readPullRequest({ ...planned(), ...pull });
  expect((await read()).specMatches).toBe(false);

  await stage.activities.proposeChange(planned());
  expect((await read()).specMatches).toBe(true);
});
